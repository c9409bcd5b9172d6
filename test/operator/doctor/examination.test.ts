import { expect, test } from '@jest/globals'
import { ServiceError } from '../../../functions/domain/serviceError.ts'
import { CredentialsRefusedError } from '../../../operator/credentialsRefusedError.ts'
import type { Check } from '../../../operator/doctor/check.ts'
import { examine } from '../../../operator/doctor/examination.ts'
import { fault, well } from '../../../operator/doctor/finding.ts'
import { QuestionError } from '../../../operator/questionError.ts'
import { patientWith } from '../support/patients.ts'

const check = (name: string, answer: () => Promise<ReturnType<typeof well>>): Check => ({
  name,
  words: `words of ${name}`,
  examine: answer,
})

test('all checks are asked at once, and told in their order', async () => {
  const first = Promise.withResolvers<ReturnType<typeof well>>()
  const slow = check('slow', () => first.promise)
  const quick = check('quick', async () => {
    first.resolve(well('later'))
    return well('soon')
  })
  const results = await examine(patientWith(), [slow, quick], () => undefined)
  expect(results.map(({ name, found }) => [name, found])).toEqual([
    ['slow', 'later'],
    ['quick', 'soon'],
  ])
})

test('whoever looks on is told what is still open', async () => {
  const seen: (readonly string[])[] = []
  await examine(patientWith(), [check('a', async () => well('')), check('b', async () => well(''))], open =>
    seen.push(open),
  )
  expect(seen).toEqual([['words of a', 'words of b'], ['words of b'], []])
})

test('a defect of one check is told, and hides no other', async () => {
  const broken = check('broken', async () => {
    throw new TypeError('no such thing')
  })
  const results = await examine(
    patientWith(),
    [broken, check('next', async () => well('fine'))],
    () => undefined,
  )
  expect(results).toMatchObject([
    { status: 'UNKNOWN', found: 'no such thing' },
    { status: 'OK', found: 'fine' },
  ])
})

test('credentials that AWS refuses end the examination', async () => {
  const failure = new ServiceError({ name: 'ExpiredTokenException', message: 'expired' })
  const refused = check('refused', () => Promise.reject(new QuestionError('sts:Any', failure)))
  await expect(examine(patientWith(), [refused], () => undefined)).rejects.toBeInstanceOf(
    CredentialsRefusedError,
  )
})

test('foreign text in what was found, and in its fix, is shown as one harmless line', async () => {
  const hostile = check('hostile', async () => fault('a\u001b[31m\nb\u202ec', 'd\u0007e'))
  const [result] = await examine(patientWith(), [hostile], () => undefined)
  expect(result).toMatchObject({ found: 'a [31m b c', fix: { words: 'd e' } })
})
