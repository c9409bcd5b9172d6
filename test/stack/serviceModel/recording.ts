import { type LocalAws, startLocalAws } from '../../../local/model/localAws.ts'
import type { RecordedAnswer } from './answerFindings.ts'
import type { ServiceModel } from './botocoreModel.ts'
import { type Call, callsTo, type WireAnswer } from './wire.ts'

const startOfRecordingMilliseconds = Date.UTC(2026, 10, 2, 9, 15, 4)

/** A running local model, its clock, and everything it answered. */
export class Recording {
  readonly answers: RecordedAnswer[] = []
  readonly local: LocalAws
  readonly #call: Call
  readonly #clock: { milliseconds: number }

  private constructor(local: LocalAws, call: Call, clock: { milliseconds: number }) {
    this.local = local
    this.#call = call
    this.#clock = clock
  }

  /** What the local model answers while `talk` goes on. */
  static async of(
    model: ServiceModel,
    talk: (recording: Recording) => Promise<void>,
  ): Promise<readonly RecordedAnswer[]> {
    const clock = { milliseconds: startOfRecordingMilliseconds }
    const local = await startLocalAws({ now: () => clock.milliseconds })
    const recording = new Recording(local, callsTo(local, model), clock)
    try {
      await talk(recording)
    } finally {
      await local.close()
    }
    return recording.answers
  }

  passSeconds(seconds: number): void {
    this.#clock.milliseconds += seconds * 1000
  }

  async record(situation: string, operation: string, input: object): Promise<WireAnswer> {
    const answer = await this.#call(operation, input)
    this.answers.push({ operation, situation, answer })
    return answer
  }

  /** All pages of a list. */
  async recordPages(situation: string, operation: string, input: object): Promise<void> {
    let token: object | undefined = {}
    while (token) {
      const page = await this.record(situation, operation, { ...input, ...token })
      const { NextToken } = page.body
      token = NextToken === undefined ? undefined : { NextToken }
    }
  }
}
