import { defineReadModel } from '@eventcrm/projection'
import { catalogues } from './catalogues.ts'
import { contactsList, customersList } from './contact-lists.ts'
import { contacts } from './contacts.ts'
import { directory } from './directory.ts'
import { importRuns } from './import-runs.ts'
import { leadFunnel } from './lead-funnel.ts'
import { leadTotals } from './lead-totals.ts'
import { leadsList } from './leads-list.ts'
import { leads } from './leads.ts'
import { matches } from './matches.ts'
import { mergers } from './mergers.ts'
import { portfoliosReport } from './portfolios-report.ts'
import { portfolios } from './portfolios.ts'
import { relations } from './relations.ts'
import { savedViews } from './saved-views.ts'

/** Names to show, to sort and to find by. */
export const directoryReadModel = defineReadModel({
  name: 'directory',
  describe:
    'Leads and contacts, and names of whatever has one: what is shown, found and listed, the funnel of leads, and portfolios',
  views: [directory, contacts, leads, matches, relations, catalogues, savedViews, importRuns, portfolios, mergers],
  rollups: [leadTotals],
  reports: [leadFunnel, portfoliosReport],
  lists: [leadsList, contactsList, customersList],
})
