import { choiceField } from '@eventcrm/projection'

/** What kind of contact or lead it is, by which both are listed. */
export const profileFields = {
  group: choiceField({
    title: { en: 'Customer group', vi: 'Nhóm khách hàng' },
    path: 'group',
    catalogue: 'customerGroup',
  }),
  industry: choiceField({ title: { en: 'Industry', vi: 'Ngành nghề' }, path: 'industry', catalogue: 'industry' }),
  size: choiceField({ title: { en: 'Size', vi: 'Quy mô' }, path: 'size', catalogue: 'size' }),
  territory: choiceField({ title: { en: 'Territory', vi: 'Khu vực' }, path: 'territory', catalogue: 'territory' }),
}
