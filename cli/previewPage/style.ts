/**
 * Plain colours and the fonts of the machine: nothing is loaded from anywhere. An address that ends in the id of a message, such
 * as preview.html#failed-slack, shows that one alone.
 */
export const style = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; padding: 16px; background: #eceff3; color: #1d1c1d; font: 15px/1.46 system-ui, sans-serif; }
p { margin: 0; }
h1 { font-size: 20px; margin: 0 0 4px; }
h2 { font-size: 16px; margin: 28px 0 8px; }
.note { color: #5c5f66; }
.row { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start; }
figure { margin: 0; width: 388px; max-width: 100%; background: #fff; border: 1px solid #d5d9e0; border-radius: 12px; overflow: hidden; }
figcaption { padding: 8px 14px; background: #f6f7f9; border-bottom: 1px solid #e3e6eb; color: #5c5f66; font-size: 12px; }
.slack, .q, .mail { padding: 14px; }
.slack { display: flex; gap: 10px; }
.face { flex: none; width: 36px; height: 36px; border-radius: 8px; background: #2457c5; color: #fff; font-weight: 700; text-align: center; line-height: 36px; }
.said { min-width: 0; flex: 1; }
.name { font-weight: 700; }
.name span { font-size: 10px; font-weight: 600; color: #5c5f66; background: #e9ebef; border-radius: 3px; padding: 1px 4px; vertical-align: 1px; }
.header { font-size: 18px; font-weight: 800; line-height: 1.3; margin: 6px 0 8px; overflow-wrap: anywhere; }
.section { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 10px; }
.context { font-size: 12px; color: #5c5f66; overflow-wrap: anywhere; }
.context span { margin-right: 8px; }
code { font: 12px/1.5 ui-monospace, Menlo, Consolas, monospace; background: #f4f4f5; border: 1px solid #dcdde0; border-radius: 3px; padding: 1px 3px; color: #b3244d; }
a { color: #1264a3; text-decoration: none; }
.subject { font-size: 18px; font-weight: 700; line-height: 1.3; }
.from { color: #5c5f66; font-size: 13px; padding-bottom: 10px; margin-bottom: 10px; border-bottom: 1px solid #e3e6eb; }
.body { white-space: pre-wrap; overflow-wrap: anywhere; }
.q ul { margin: 0 0 10px; padding-left: 20px; }
.q li { overflow-wrap: anywhere; }
.keywords span { font-size: 11px; background: #e9ebef; border-radius: 9px; padding: 2px 8px; }
body:has(figure:target) :is(h1, .note, h2, figure:not(:target), section:not(:has(figure:target))) { display: none; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 12px; }
`
