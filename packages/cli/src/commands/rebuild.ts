import { withDatabase } from '../database.ts'
import { placeGiven } from '../place.ts'
import { statusWords } from '../status-words.ts'
import { print } from '../terminal.ts'
import { companyCommand, type Invocation } from './command.ts'
import { languageOption } from './options.ts'

export const rebuildCommand = (invocation: Invocation) =>
  companyCommand(
    invocation,
    'rebuild',
    'Throws the documents away and folds them anew from the log; the log stays as it is',
    [['rebuild -d crm.sqlite', 'after the cause of a stopped view was mended']],
  )
    .addOption(languageOption())
    .action(async options => {
      await withDatabase(invocation, placeGiven(invocation, options), {}, async ({ crm, rebuild }) => {
        const began = performance.now()
        const events = await rebuild()
        const { views } = await crm.status()
        const seconds = Math.round((performance.now() - began) / 100) / 10
        const namesOf = (isMeant: (code: (typeof views)[number]['code']) => boolean) =>
          views.flatMap(({ view, code }) => (isMeant(code) ? [view] : [])).join(', ')
        const rebuilt = namesOf(code => code === 'here')
        print(invocation, language => statusWords[language].rebuilt(rebuilt, events, seconds))
        const others = namesOf(code => code === 'elsewhere' || code === 'newer')
        if (others !== '') print(invocation, language => statusWords[language].notRebuilt(others))
      })
    })
