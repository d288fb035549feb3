// How portfolios are shown: their sections, their columns, and their words.
import type { Words } from '@eventcrm/domain'
import { section, type Said, type Section } from '@eventcrm/projection'
import type { Portfolio, Portfolios } from './portfolios-report.ts'

const words = (en: string, vi: string): Words => ({ en, vi })
const said = (en: string, vi: string): Said => ({ say: words(en, vi) })

const customers = words('Customers', 'Khách hàng')

const total = ({ total }: Portfolios): Section =>
  section({
    name: 'total',
    title: words('Total', 'Tổng cộng'),
    upright: true,
    rows: [total],
    columns: [
      { name: 'customers', title: customers, kind: 'count', of: row => row.customers },
      {
        name: 'managed',
        title: words('Somebody manages them', 'Có người phụ trách'),
        kind: 'count',
        of: row => row.managed,
      },
      {
        name: 'unmanaged',
        title: words('Nobody manages them', 'Chưa có người phụ trách'),
        kind: 'count',
        of: row => row.unmanaged,
      },
      {
        name: 'peopleLacking',
        title: words('Salespeople with too few', 'Nhân viên còn thiếu khách hàng'),
        kind: 'count',
        of: row => row.peopleLacking,
      },
      {
        name: 'peopleOver',
        title: words('Salespeople with too many', 'Nhân viên vượt số khách hàng'),
        kind: 'count',
        of: row => row.peopleOver,
      },
    ],
  })

const takesOnly = (kind: Portfolio['handles']) => (row: Portfolio) => row.handles === kind

const salespeople = ({ portfolios }: Portfolios): Section =>
  section({
    name: 'salesperson',
    title: words('By salesperson', 'Theo nhân viên'),
    rows: portfolios,
    columns: [
      {
        name: 'id',
        title: words('Id', 'Mã'),
        kind: 'text',
        of: (row: Portfolio) => row.staffMemberId,
        inTable: false,
      },
      {
        name: 'name',
        title: words('Salesperson', 'Nhân viên'),
        kind: 'name',
        of: (row: Portfolio) => (row.staffMemberId === null ? said('nobody', 'chưa giao cho ai') : row.name),
      },
      { name: 'customers', title: customers, kind: 'count', of: row => row.customers, bar: true },
      { name: 'least', title: words('Least', 'Tối thiểu'), kind: 'count', of: row => row.least },
      { name: 'most', title: words('Most', 'Tối đa'), kind: 'count', of: row => row.most },
      { name: 'lacking', title: words('Lacking', 'Thiếu'), kind: 'count', of: row => row.lacking },
      { name: 'over', title: words('Over', 'Vượt'), kind: 'count', of: row => row.over },
      {
        name: 'promised',
        title: words('Being given', 'Đang giao'),
        kind: 'count',
        of: row => row.promised,
        inTable: false,
      },
      {
        name: 'individualsOnly',
        title: words('persons only', 'chỉ cá nhân'),
        kind: 'flag',
        of: takesOnly('individual'),
      },
      {
        name: 'organisationsOnly',
        title: words('organisations only', 'chỉ tổ chức'),
        kind: 'flag',
        of: takesOnly('organisation'),
      },
      { name: 'hasLeft', title: words('left', 'đã nghỉ'), kind: 'flag', of: row => row.hasLeft },
    ],
  })

export const portfoliosSections = (report: Portfolios): readonly Section[] => [total(report), salespeople(report)]
