import { cardRows } from './extra/cards.ts'
import { eventBusRows } from './extra/eventBus.ts'
import { settingRows } from './extra/settings.ts'
import { surfaceRows } from './extra/surfaces.ts'
import type { Row } from './support/row.ts'

export const extraRows: readonly Row[] = [...eventBusRows, ...cardRows, ...settingRows, ...surfaceRows]
