import { minorUnitsIn, searchWordsOf } from '@eventcrm/domain'
import {
  choiceField,
  dayField,
  defineList,
  idField,
  moneyField,
  numberField,
  tagsField,
  wordsField,
} from '@eventcrm/projection'
import { opportunities } from './opportunities.ts'

/** Opportunities as they are now. Lost ones stand apart; void ones are nowhere but where the status asks for them. */
export const opportunitiesList = defineList({
  name: 'opportunities',
  title: { en: 'Opportunities', vi: 'Cơ hội' },
  describe: 'Opportunities as they are now; lost ones stand apart, void ones are told only when asked for',
  view: opportunities,
  hidden: { where: { field: 'status', equals: 'void' }, field: 'status' },
  apart: { where: { field: 'status', equals: 'lost' }, fields: ['status', 'lostReason'] },
  scope: { owner: 'ownerId', team: 'teamId', department: 'department' },
  fields: {
    title: wordsField({
      title: { en: 'Title', vi: 'Tiêu đề' },
      path: 'title',
      isErasable: true,
      words: 'titleWords',
      wordsOf: searchWordsOf,
    }),
    status: choiceField({
      title: { en: 'Status', vi: 'Tình trạng' },
      path: 'status',
      choices: {
        open: { en: 'Open', vi: 'Đang mở' },
        won: { en: 'Won', vi: 'Thắng' },
        lost: { en: 'Lost', vi: 'Thất bại' },
        void: { en: 'Void', vi: 'Đã hủy' },
      },
    }),
    customer: idField({
      title: { en: 'Customer', vi: 'Khách hàng' },
      path: 'customerId',
      idOf: 'contact',
      everPath: 'customerIds',
      groups: false, // there are as many as customers
    }),
    owner: idField({
      title: { en: 'Salesperson', vi: 'Nhân viên' },
      path: 'ownerId',
      idOf: 'staff member',
      everPath: 'ownerIds',
    }),
    team: idField({ title: { en: 'Team', vi: 'Đội' }, path: 'teamId', idOf: 'sales team', everPath: 'teamIds' }),
    department: choiceField({ title: { en: 'Department', vi: 'Phòng ban' }, path: 'department' }),
    pipeline: idField({
      title: { en: 'Pipeline', vi: 'Quy trình' },
      path: 'stage.pipelineId',
      idOf: 'pipeline',
      everPath: 'pipelineIds',
    }),
    stage: choiceField({ title: { en: 'Stage', vi: 'Giai đoạn' }, path: 'stage.name' }),
    stageId: idField({
      title: { en: 'Stage by id', vi: 'Giai đoạn theo mã' },
      path: 'stage.stageId',
      idOf: 'stage',
      groups: false,
    }),
    lostReason: choiceField({ title: { en: 'Lost because', vi: 'Lý do thất bại' }, path: 'lostReason.name' }),
    value: moneyField({
      title: { en: 'Value', vi: 'Giá trị' },
      path: 'minorUnits',
      currencyPath: 'currency',
      minorUnitsOf: minorUnitsIn,
    }),
    probability: numberField({ title: { en: 'Probability', vi: 'Xác suất' }, path: 'probability' }),
    priority: numberField({ title: { en: 'Priority', vi: 'Ưu tiên' }, path: 'priority' }),
    openedOn: dayField({ title: { en: 'Opened', vi: 'Ngày mở' }, path: 'openedOn' }),
    expectedCloseOn: dayField({ title: { en: 'Expected close', vi: 'Dự kiến chốt' }, path: 'expectedCloseOn' }),
    closedOn: dayField({ title: { en: 'Closed', vi: 'Ngày chốt' }, path: 'closedOn' }),
    enteredStageOn: dayField({ title: { en: 'In its stage since', vi: 'Vào giai đoạn từ' }, path: 'enteredStageOn' }),
    tags: tagsField({ title: { en: 'Tags', vi: 'Nhãn' }, path: 'tags', everPath: 'tagsEver' }),
  },
  columns: ['title', 'customer', 'owner', 'stage', 'value', 'expectedCloseOn'],
  sort: [{ field: 'openedOn' }],
})
