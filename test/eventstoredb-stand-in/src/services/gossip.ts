import gossip from '@eventstore/db-client/generated/gossip_pb.js'
import shared from '@eventstore/db-client/generated/shared_pb.js'
import type { Member } from './host.ts'

const ticksPerMillisecond = 10_000n

/** Where the nodes are and which of them leads, as any of them tells. */
export const clusterInfo = (members: readonly Member[]): gossip.ClusterInfo => {
  const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState
  const info = new gossip.ClusterInfo()
  for (const { id, host, port, isAlive, isLeader } of members) {
    const member = new gossip.MemberInfo()
    member.setInstanceId(new shared.UUID().setString(id))
    member.setTimeStamp(String(BigInt(Date.now()) * ticksPerMillisecond))
    member.setState(isLeader ? LEADER : FOLLOWER)
    member.setIsAlive(isAlive)
    member.setHttpEndPoint(new gossip.EndPoint().setAddress(host).setPort(port))
    info.addMembers(member)
  }
  return info
}
