// What was noted about a lead, and what it answered to questions.
import { lead } from '@eventcrm/crm'
import type { Changing, Lead } from './lead-changing.ts'

const columns = [
  { question: 'question', answer: 'answer' },
  { question: 'question2', answer: 'answer2' },
  { question: 'question3', answer: 'answer3' },
  { question: 'question4', answer: 'answer4' },
  { question: 'question5', answer: 'answer5' },
] as const

const noteDown = async ({ row, values, there, plan, at, dated }: Changing): Promise<void> => {
  const { furtherNote: text } = values
  if (text === undefined) return
  const leadId = row.id
  const noteId = await row.crm.idFor('note', leadId, text)
  const isNoted = [...there.notes.values()].some(note => note.text === text)
  if (!isNoted && !there.notes.had(noteId))
    plan.step(lead.addNote({ leadId, noteId, text }, at), { ...dated, text: 'furtherNote' })
}

const takeAnswers = async ({ row, values, there, plan, at, dated, isNew }: Changing): Promise<void> => {
  for (const { question: asked, answer: field } of columns) {
    const [question, answer] = [values[asked], values[field]]
    if (answer === undefined) continue
    if (question === undefined) {
      plan.fault(field, 'QUESTION_MISSING', {
        en: 'expected the question beside it',
        vi: 'cần câu hỏi ở bên cạnh',
      })
      continue
    }
    const has = (s: Lead) => (s.answers.get(question)?.answer ?? null) === answer
    if (!(await isNew(field, there.answers.lastSetOn(question), has))) continue
    plan.step(lead.answerQuestions({ leadId: row.id, answers: [{ question, answer }] }, at), {
      ...dated,
      question: asked,
      answer: field,
      answers: field,
    })
  }
}

export const setWhatWasSaid = async (changing: Changing): Promise<void> => {
  await noteDown(changing)
  await takeAnswers(changing)
}
