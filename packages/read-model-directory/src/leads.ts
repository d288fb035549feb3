// Leads as they are listed and searched, and as they were on any day, for the funnel: one document each.
import {
  day,
  id,
  isErased,
  lead,
  searchKeyOf,
  searchWordsOf,
  sortKeyOf,
  tagKey,
  type DataOf,
  type LeadEvents,
  type Personal,
} from '@eventcrm/domain'
import { addSorted, defineFeed, defineView, insertStep, type View, type ViewEvent } from '@eventcrm/projection'
import { z } from 'zod'
import { leadOutcome, leadStep, lifeOf, lifeSteps, type LeadOutcome, type LeadStep } from './lead-life.ts'
import { leadsSources, leadsTakenBy, outcomesOf } from './lead-outcomes.ts'
import { phoneKeys, searchTermsOf } from './search-terms.ts'

const text = (what: string) => z.string().nullable().describe(what)
const days = (what: string) => day.nullable().describe(what)
const labels = (what: string) => z.array(z.string()).describe(what)

const profile = {
  industry: text('Industry'),
  size: text('Size of the organisation'),
  group: text('Customer group'),
  territory: text('Territory'),
  position: text('Position of the person'),
  source: text('Where it came from'),
  campaign: text('Campaign that brought it'),
}

export const leadDocument = z.object({
  leadId: id('lead'),
  mergedInto: id('lead').nullable().describe('The lead that it is part of, which stands for it; null none'),
  name: text('What it is called: the person, else the organisation, else what it is about; null when erased'),
  sortKey: text('The name’s place in Vietnamese order: sort by this'),
  searchKey: text('The name without accents and capitals'),
  title: text('What it is about'),
  personName: text('Name of the person'),
  organisationName: text('Name of the organisation'),
  phone: text('Phone number, E.164'),
  email: text('E-mail address'),
  province: text('Province or city'),
  kind: z.enum(['individual', 'organisation']).describe('Person or organisation'),
  ...profile,
  status: z
    .enum(['new', 'qualified', 'disqualified', 'converting', 'converted', 'lost', 'void'])
    .describe('How it stands; void: entered by mistake, it counts nowhere on any day'),
  isOpen: z.boolean().describe('Neither converted nor lost nor void: lists show the others apart'),
  qualification: z.enum(['qualified', 'disqualified']).nullable().describe('Whether it is worth an opportunity'),
  rating: z.enum(['cold', 'warm', 'hot']).nullable().describe('Rating'),
  lostReason: text('Why it is lost; null while it is not, or no reason is known'),
  tags: labels('Labels of its tags'),
  taggedWith: z
    .array(
      z.object({
        key: z.string().describe('Its entry’s id, or the label of free text whatever its case: tells it apart'),
        label: z.string().describe('Its label when it was put on'),
      }),
    )
    .describe('Its tags'),
  ownerId: id('staff member').nullable().describe('Salesperson; null while nobody has it'),
  teamId: id('sales team').nullable().describe('Sales team it counts for'),
  department: text('Department of the salesperson'),
  createdOn: day.describe('Day on which it was written down'),
  touchedOn: day.describe('Last day on which something about it happened'),
  qualifiedOn: days('Day since which it is qualified; null while it is not'),
  convertedOn: days('Day on which it was converted; null while it is not'),
  wonOn: days('Day since which an opportunity that it became is won; null while none is'),
  opportunityId: id('opportunity').nullable().describe('Opportunity that it became'),
  customerId: id('contact').nullable().describe('Contact that it was converted for'),
  sources: labels('Every source it ever had'),
  campaigns: labels('Every campaign it ever had'),
  ownerIds: labels('Everybody who ever had it'),
  teamIds: labels('Every team it ever counted for'),
  steps: z.array(leadStep).describe('What changed when, by day and position'),
  outcomes: z.record(z.string(), leadOutcome).describe('When opportunities that it became were won, by their ids'),
  phoneKeys: labels('The phone number as people write its beginning, E.164 and with 0; behind ~ its digits backwards'),
  emailKeys: labels('The e-mail address without accents and capitals'),
  searchTerms: labels('What search finds it by; see the guide to lists and search'),
  titleWords: labels('The words of its title without accents and capitals'),
  organisationWords: labels('The words of the organisation’s name without accents and capitals'),
  provinceWords: labels('The words of its province without accents and capitals'),
  departmentWords: labels('The words of the department without accents and capitals'),
})
type Document = z.output<typeof leadDocument>
export interface LeadDocument extends Document {} // a name for hovers and errors

type Created = DataOf<LeadEvents['LeadCreated']>
const known = (value: Personal<string> | null | undefined): string | null =>
  value === undefined || value === null || isErased(value) ? null : value

type Names = Pick<Document, 'title' | 'personName' | 'organisationName'>
const called = ({ title, personName, organisationName }: Names) => {
  const name = personName ?? organisationName ?? title
  return {
    ...{ name, title, personName, organisationName },
    sortKey: name === null ? null : sortKeyOf(name),
    searchKey: name === null ? null : searchKeyOf(name),
    titleWords: wordsOf(title),
    organisationWords: wordsOf(organisationName),
  }
}
const wordsOf = (text: string | null): string[] => (text === null ? [] : [...new Set(searchWordsOf(text))].sort())
const inProvince = (province: string | null) => ({ province, provinceWords: wordsOf(province) })
const assigned = ({ ownerId, teamId, department }: Created['assignment']) => ({
  ...{ ownerId, teamId, department },
  departmentWords: wordsOf(department),
})
const keys = ({ title, personName, organisationName, phone, email }: Names & Pick<Document, 'phone' | 'email'>) => ({
  phoneKeys: phone === null ? [] : phoneKeys(phone).toSorted(),
  emailKeys: email === null ? [] : [searchKeyOf(email)],
  searchTerms: searchTermsOf({ names: [personName, organisationName, title], codes: [email], phones: [phone] }),
})

const profileFields = ['industry', 'size', 'group', 'territory', 'position', 'source', 'campaign'] as const
type Profile = Pick<Document, (typeof profileFields)[number]>
type Chosen = { readonly [Field in (typeof profileFields)[number]]?: { readonly label: string } | null }
/** Labels as they were when they were chosen, of those that are said. */
const labelsOf = (chosen: Chosen): Partial<Profile> => {
  const said: { [Field in keyof Profile]?: string | null } = {}
  for (const field of profileFields) {
    const value = chosen[field]
    if (value !== undefined) said[field] = value?.label ?? null
  }
  return said
}
const noProfile: Profile = {
  ...{ industry: null, size: null, group: null, territory: null, position: null },
  ...{ source: null, campaign: null },
}

const tagsSet = (taggedWith: Document['taggedWith']): Pick<Document, 'tags' | 'taggedWith'> => ({
  taggedWith,
  tags: [...new Set(taggedWith.map(({ label }) => label))].sort(),
})

const add = (list: string[], value: string | null | undefined): void => {
  if (value !== undefined && value !== null) addSorted(list, value)
}

/** What follows from its steps and how it stands, whenever they change. */
const derived = (document: LeadDocument): LeadDocument => {
  const { status, qualification } = document
  const { qualifiedOn, convertedOn, wonOn } = lifeOf(lifeSteps(document))
  return Object.assign(document, { qualifiedOn, convertedOn, wonOn }, standing(status, qualification))
}

const standing = (
  status: Document['status'],
  qualification: Document['qualification'],
): Pick<Document, 'status' | 'isOpen'> => {
  switch (status) {
    case 'converted':
    case 'lost':
    case 'void':
      return { status, isOpen: false }
    case 'converting':
      return { status, isOpen: true }
    case 'new':
    case 'qualified':
    case 'disqualified':
      return { status: qualification ?? 'new', isOpen: true }
  }
}

type Fold<Data> = (document: LeadDocument | undefined, event: ViewEvent<Data>) => LeadDocument
interface Change {
  readonly fields?: Partial<LeadDocument>
  readonly set?: LeadStep['set']
}

const created = (document: LeadDocument | undefined): LeadDocument => {
  if (!document) throw new TypeError('Something happened to a lead that was never written down')
  return document
}

/** Something happened to it, on a day that may lie before the last. */
const changes =
  <Data>(change: (data: Data, document: LeadDocument) => Change): Fold<Data> =>
  (before, { data, occurredOn, position }) => {
    const document = created(before)
    const { fields = {}, set } = change(data, document)
    const touchedOn = occurredOn > document.touchedOn ? occurredOn : document.touchedOn
    Object.assign(document, fields, { touchedOn })
    if (!set) return document
    insertStep(document.steps, { day: occurredOn, position, set })
    remember(document, set)
    return derived(document)
  }
const touches: Fold<object> = changes(() => ({}))

const remember = (document: LeadDocument, { source, campaign, ownerId, teamId }: LeadStep['set']): void => {
  add(document.sources, source)
  add(document.campaigns, campaign)
  add(document.ownerIds, ownerId)
  add(document.teamIds, teamId)
}

const named = changes<Partial<Pick<Created, 'title' | 'name' | 'organisationName'>>>((data, document) => {
  const names: Names = {
    title: data.title === undefined ? document.title : known(data.title),
    personName: data.name === undefined ? document.personName : known(data.name),
    organisationName: data.organisationName === undefined ? document.organisationName : known(data.organisationName),
  }
  return { fields: { ...called(names), ...keys({ ...document, ...names }) } }
})

const reached = changes<Partial<Pick<Created, 'phone' | 'email' | 'address'>>>((data, document) => {
  const reach = {
    phone: data.phone === undefined ? document.phone : known(data.phone),
    email: data.email === undefined ? document.email : known(data.email),
    ...inProvince(data.address === undefined ? document.province : (data.address?.province ?? null)),
  }
  return { fields: { ...reach, ...keys({ ...document, ...reach }) } }
})

const decided = (qualification: 'qualified' | 'disqualified') =>
  changes((_: object, { status, isOpen }) => ({
    fields: { qualification, status: isOpen ? qualification : status },
    set: { qualification },
  }))

const became = (opportunityId: string | null, customerId: string | null): Change => ({
  fields: { status: 'converted', opportunityId, customerId },
  set: { status: 'converted' },
})

type Values = DataOf<LeadEvents['LeadUnmerged']>['values']
/** What it has since it took values over from another lead, or has again what it was. */
const withValues = (document: LeadDocument, values: Values, tagsGone: readonly string[] = []): Change => {
  const { title, name, organisationName, phone, email, address, kind, rating, qualification, status, lost } = values
  const names: Names = {
    title: title === undefined ? document.title : known(title),
    personName: name === undefined ? document.personName : known(name),
    organisationName: organisationName === undefined ? document.organisationName : known(organisationName),
  }
  const reach = {
    phone: phone === undefined ? document.phone : known(phone),
    email: email === undefined ? document.email : known(email),
    ...inProvince(address === undefined ? document.province : (address?.province ?? null)),
  }
  const profile = labelsOf(values)
  const { source, campaign } = profile
  const outcome = qualification === undefined ? undefined : (qualification?.outcome ?? null)
  const tags = values.tags.map(tag => ({ key: tagKey(tag), label: tag.label }))
  const left = document.taggedWith.filter(({ key }) => !tagsGone.includes(key) && !tags.some(tag => tag.key === key))
  const { ownerId, teamId } = values.assignment ?? {}
  return {
    fields: {
      ...called(names),
      ...reach,
      ...keys({ ...names, ...reach }),
      ...profile,
      ...tagsSet([...left, ...tags]),
      ...(kind === undefined ? {} : { kind }),
      ...(rating === undefined ? {} : { rating }),
      ...(outcome === undefined ? {} : { qualification: outcome }),
      ...(status === undefined ? {} : { status: status === 'open' ? ('new' as const) : status }),
      ...(lost === undefined ? {} : { lostReason: lost?.reason?.label ?? null }),
      ...(values.assignment ? assigned(values.assignment) : {}),
    },
    set: {
      ...(status === undefined ? {} : { status }),
      ...(outcome === undefined ? {} : { qualification: outcome }),
      ...(source === undefined ? {} : { source }),
      ...(campaign === undefined ? {} : { campaign }),
      ...(ownerId === undefined ? {} : { ownerId }),
      ...(teamId === undefined ? {} : { teamId }),
    },
  }
}

/** One document per lead. */
export const leads: View<LeadDocument> = defineView({
  name: 'leads',
  version: 2,
  describe: 'Leads: as they are now, for lists and search, and when they changed, for the funnel',
  document: leadDocument,
  indexes: [
    ['searchTerms'],
    ['isOpen', 'createdOn'],
    ['isOpen', 'sortKey'],
    ['isOpen', 'touchedOn'],
    // the list’s order, for each of its scopes
    ['isOpen', 'ownerId', 'createdOn'],
    ['isOpen', 'teamId', 'createdOn'],
    ['isOpen', 'department', 'createdOn'],
    ['createdOn'],
    ['ownerIds'],
    ['teamIds'],
    ['sources'],
    ['campaigns'],
  ],
  aggregates: [lead],
  fedBy: defineFeed<z.output<typeof leadsSources.document>, LeadOutcome, LeadDocument>(leadsSources, {
    gives: outcomesOf,
    mayGive: (_, event) => leadsTakenBy(event),
    take(document, opportunityId, _, is) {
      const { [opportunityId]: _was, ...others } = document.outcomes
      return derived(Object.assign(document, { outcomes: is ? { ...others, [opportunityId]: is } : others }))
    },
  }),
  on: {
    LeadCreated: (document, { streamId, data, occurredOn, position }) => {
      if (document) throw new TypeError('A lead was created twice')
      const { assignment, tags } = data
      const names = {
        title: known(data.title),
        personName: known(data.name),
        organisationName: known(data.organisationName),
      }
      const reach = { phone: known(data.phone), email: known(data.email) }
      const fields = { ...noProfile, ...labelsOf(data) }
      const { ownerId, teamId } = assignment
      const { source, campaign } = fields
      const set = { status: 'open', qualification: null, source, campaign, ownerId, teamId } as const
      const made: LeadDocument = {
        leadId: streamId,
        mergedInto: null,
        ...called(names),
        ...reach,
        ...inProvince(data.address?.province ?? null),
        kind: data.kind,
        ...fields,
        status: 'new',
        isOpen: true,
        qualification: null,
        rating: null,
        lostReason: null,
        ...tagsSet(tags.map(tag => ({ key: tagKey(tag), label: tag.label }))),
        ...assigned(assignment),
        createdOn: occurredOn,
        touchedOn: occurredOn,
        ...{ qualifiedOn: null, convertedOn: null, wonOn: null, opportunityId: null, customerId: null },
        ...{ sources: [], campaigns: [], ownerIds: [], teamIds: [] },
        steps: [{ day: occurredOn, position, set }],
        outcomes: {},
        ...keys({ ...names, ...reach }),
      }
      remember(made, set)
      return derived(made)
    },
    LeadRenamed: named,
    LeadContactDetailsSet: reached,
    LeadProfileSet: changes(({ to }) => {
      const fields = labelsOf(to)
      const { source, campaign } = fields
      const set = { ...(source === undefined ? {} : { source }), ...(campaign === undefined ? {} : { campaign }) }
      return {
        fields: { ...fields, ...(to.kind === undefined ? {} : { kind: to.kind }) },
        ...(Object.keys(set).length === 0 ? {} : { set }),
      }
    }),
    LeadNeedSet: touches,
    LeadQuestionnaireAnswered: touches,
    LeadTagged: changes(({ tag }, { taggedWith }) => ({
      fields: tagsSet([...taggedWith.filter(({ key }) => key !== tagKey(tag)), { key: tagKey(tag), label: tag.label }]),
    })),
    LeadUntagged: changes(({ tag }, { taggedWith }) => ({
      fields: tagsSet(taggedWith.filter(({ key }) => key !== tagKey(tag))),
    })),
    LeadNoteAdded: touches,
    LeadNoteChanged: touches,
    LeadNoteRemoved: touches,
    LeadCustomFieldsSet: touches,
    LeadExternalIdSet: touches,
    LeadAssigned: changes(({ to }) => ({ fields: assigned(to), set: { ownerId: to.ownerId, teamId: to.teamId } })),
    LeadQualified: decided('qualified'),
    LeadDisqualified: decided('disqualified'),
    LeadRated: changes(({ to }) => ({ fields: { rating: to } })),
    LeadMarkedLost: changes(({ reason }) => ({
      fields: { status: 'lost', lostReason: reason?.label ?? null },
      set: { status: 'lost' },
    })),
    LeadRestored: changes(() => ({ fields: { status: 'new', lostReason: null }, set: { status: 'open' } })),
    LeadVoided: changes(() => ({ fields: { status: 'void' }, set: { status: 'void' } })),
    LeadConversionRequested: changes(() => ({ fields: { status: 'converting' }, set: { status: 'converting' } })),
    LeadConvertedToOpportunity: changes(({ opportunityId, customerId }) => became(opportunityId, customerId)),
    LeadConvertedToCustomer: changes(({ customerId }) => became(null, customerId)),
    LeadConversionRefused: changes(() => ({ fields: { status: 'new' }, set: { status: 'open' } })),
    LeadMergedInto: changes(({ survivorId }) => ({ fields: { mergedInto: survivorId }, set: { isPart: true } })),
    LeadSetApart: changes(() => ({ fields: { mergedInto: null }, set: { isPart: false } })),
    LeadMerged: changes(({ taken }, document) =>
      taken.reduce<Change>((all, { values }) => {
        const { fields, set } = withValues({ ...document, ...all.fields }, values)
        return { fields: { ...all.fields, ...fields }, set: { ...all.set, ...set } }
      }, {}),
    ),
    LeadUnmerged: changes(({ values, gone }, document) => withValues(document, values, gone.tags)),
  },
})
