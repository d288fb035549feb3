import { column, days, phones, type Template } from './template.ts'

const code = { en: 'Code', vi: 'Mã' }
const email = { en: 'E-mail', vi: 'Email' }
const phone = { en: 'Phone', vi: 'Điện thoại' }
const street = { en: 'Street', vi: 'Số nhà, đường' }
const ward = { en: 'Ward', vi: 'Phường/xã' }
const province = { en: 'Province or city', vi: 'Tỉnh/thành phố' }
const known = { en: 'Known since', vi: 'Ghi nhận từ ngày' }
const customerCode = { en: 'Customer code', vi: 'Mã khách hàng' }

export const organisation: Template = {
  becomes: 'contact',
  constants: { kind: 'organisation', addressLabel: 'office' },
  columns: [
    column(null, code, ['CT-001', 'CT-002', 'CT-003']),
    column('name', { en: 'Organisation', vi: 'Tên tổ chức' }, [
      { en: 'Hoa Sen Joint Stock Company', vi: 'Công ty Cổ phần Hoa Sen' },
      { en: 'Kan Coffee Co., Ltd.', vi: 'Công ty TNHH Cà phê Kan' },
      { en: 'An Bình Hospital', vi: 'Bệnh viện An Bình' },
    ]),
    phones('phone', phone, [
      { en: '+84 28 3822 1234', vi: '028 3822 1234' },
      { en: '+84 912 000 111', vi: '0912 000 111' },
      null,
    ]),
    column('email', email, ['info@hoasen.example.com', null, 'muasam@anbinh.example.com']),
    column('street', street, ['12 Lê Lợi', '5 Trần Phú', null]),
    column('ward', ward, ['Phường Bến Nghé', 'Phường Hải Châu', null]),
    column('province', province, ['TP. Hồ Chí Minh', 'Đà Nẵng', null]),
    column('customerCode', customerCode, ['HOASEN', null, null]),
    days('registeredOn', known, ['2025-01-15', '2025-02-20', '2025-03-10']),
  ],
}

export const individual: Template = {
  becomes: 'contact',
  constants: { kind: 'individual', addressLabel: 'home' },
  columns: [
    column(null, code, ['CN-001', 'CN-002', 'CN-003']),
    column('name', { en: 'Name', vi: 'Họ tên' }, ['Phạm Thu Hà', 'Võ Quốc Khánh', 'Đặng Ngọc Mai']),
    phones('phone', phone, [
      { en: '+84 903 111 222', vi: '0903 111 222' },
      { en: '+84 938 333 444', vi: '0938 333 444' },
      null,
    ]),
    column('email', email, ['ha.pham@example.com', null, 'mai.dang@example.com']),
    column('street', street, ['27 Nguyễn Huệ', null, '8 Bạch Đằng']),
    column('ward', ward, ['Phường Bến Nghé', null, 'Phường Hải Châu']),
    column('province', province, ['TP. Hồ Chí Minh', null, 'Đà Nẵng']),
    column('customerCode', customerCode, ['HAPHAM', null, null]),
    days('registeredOn', known, ['2025-01-20', '2025-02-25', '2025-03-12']),
  ],
}
