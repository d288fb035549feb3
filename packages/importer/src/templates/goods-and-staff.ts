import { choices, column, days, phones, type Template } from './template.ts'

export const product: Template = {
  becomes: 'product',
  columns: [
    column('code', { en: 'Product code', vi: 'Mã sản phẩm' }, ['MI-01', 'MC-02', 'BT-03']),
    column('name', { en: 'Name', vi: 'Tên sản phẩm' }, [
      { en: 'Laser printer A4', vi: 'Máy in laser A4' },
      { en: 'Projector', vi: 'Máy chiếu' },
      { en: 'Maintenance, one visit', vi: 'Bảo trì, một lần' },
    ]),
    column('group', { en: 'Product group', vi: 'Nhóm sản phẩm' }, [
      { en: 'Office equipment', vi: 'Thiết bị văn phòng' },
      { en: 'Office equipment', vi: 'Thiết bị văn phòng' },
      { en: 'Services', vi: 'Dịch vụ' },
    ]),
    column('unit', { en: 'Unit', vi: 'Đơn vị tính' }, [
      { en: 'piece', vi: 'chiếc' },
      { en: 'piece', vi: 'chiếc' },
      { en: 'visit', vi: 'lần' },
    ]),
    column('listPrice', { en: 'List price', vi: 'Giá niêm yết' }, [4_290_000, 21_900_000, 500_000]),
    column('currency', { en: 'Currency', vi: 'Loại tiền' }, ['VND', 'VND', 'VND']),
    days('listedOn', { en: 'Sold since', vi: 'Bán từ ngày' }, ['2025-01-02', '2025-01-02', '2025-03-01']),
  ],
}

export const staffMember: Template = {
  becomes: 'staffMember',
  columns: [
    column(null, { en: 'Staff code', vi: 'Mã nhân viên' }, ['NV001', 'NV002', 'NV003']),
    column('name', { en: 'Name', vi: 'Họ tên' }, ['Nguyễn Thị Lan', 'Trần Văn Bình', 'Lê Hoàng Minh']),
    column('email', { en: 'E-mail', vi: 'Email' }, ['lan@example.com', 'binh@example.com', null]),
    phones('phone', { en: 'Phone', vi: 'Điện thoại' }, [
      { en: '+84 912 345 678', vi: '0912 345 678' },
      { en: '+84 987 654 321', vi: '0987 654 321' },
      null,
    ]),
    column('department', { en: 'Department', vi: 'Phòng ban' }, [
      { en: 'Sales', vi: 'Kinh doanh' },
      { en: 'Sales', vi: 'Kinh doanh' },
      { en: 'Sales', vi: 'Kinh doanh' },
    ]),
    column('team', { en: 'Sales team', vi: 'Đội bán hàng' }, [
      { en: 'North', vi: 'Miền Bắc' },
      { en: 'North', vi: 'Miền Bắc' },
      { en: 'South', vi: 'Miền Nam' },
    ]),
    column('teamLeader', { en: 'Team leader (code)', vi: 'Trưởng đội (mã)' }, ['NV001', null, 'NV003']),
    days('joinedOn', { en: 'Joined on', vi: 'Ngày vào làm' }, ['2025-01-02', '2025-02-03', '2025-03-03']),
  ],
}

export const pipeline: Template = {
  becomes: 'pipeline',
  columns: [
    column('name', { en: 'Pipeline', vi: 'Quy trình' }, [
      { en: 'Projects', vi: 'Dự án' },
      { en: 'Projects', vi: 'Dự án' },
      { en: 'Projects', vi: 'Dự án' },
    ]),
    column('stage', { en: 'Stage', vi: 'Giai đoạn' }, [
      { en: 'Survey', vi: 'Khảo sát' },
      { en: 'Offer', vi: 'Báo giá' },
      { en: 'Signed', vi: 'Ký hợp đồng' },
    ]),
    column('order', { en: 'Order', vi: 'Thứ tự' }, [10, 20, 30]),
    column('probability', { en: 'Probability', vi: 'Xác suất' }, [20, 50, 100], { unit: 'percent' }),
    choices('won', { en: 'Won', vi: 'Thắng' }, { yes: { en: 'yes', vi: 'có' }, no: { en: 'no', vi: 'không' } }, [
      'no',
      'no',
      'yes',
    ]),
    column('lostReason', { en: 'Lost reason', vi: 'Lý do thất bại' }, [
      { en: 'Budget cut', vi: 'Cắt ngân sách' },
      { en: 'Too late', vi: 'Chậm tiến độ' },
      null,
    ]),
    days('createdOn', { en: 'In use since', vi: 'Dùng từ ngày' }, ['2025-01-02', '2025-01-02', '2025-01-02']),
  ],
}
