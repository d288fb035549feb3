export * from './calendar.ts'
export { type CommandOptions, type Outcome, type Wish } from './command-handler.ts'
export * from './create-crm.ts'
export * from './errors.ts'
export { type Facade, type Methods } from './facade.ts'
export {
  code,
  currencyCode,
  custom,
  customerCodeKey,
  decimalsOf,
  emailAddress,
  isErased,
  moneyOf,
  percent,
  phoneNumber,
  quantity,
  readyMadeId,
  sameMoney,
  searchKeyOf,
  showMoney,
  standardLostReasons,
  standardStages,
  text,
  theCompany,
  theStandardPipeline,
  type Day,
  type Erased,
  type Money,
  type Personal,
  type Rejection,
} from '@eventcrm/domain'
