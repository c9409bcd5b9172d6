import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const listening = '0A'
const loopback = ['0100007F', '00000000000000000000000001000000']

/**
 * The addresses other than loopback at which a process listens for TCP, as Linux writes them in /proc (proc_pid_net(5)): hexadecimal, with
 * the port after a colon.
 */
export function exposedListeners(processId: number): string[] {
  const sockets = socketsOf(processId)
  return ['tcp', 'tcp6']
    .flatMap(table => readFileSync(`/proc/${processId}/net/${table}`, 'utf8').trim().split('\n').slice(1))
    .map(line => line.trim().split(/\s+/u))
    .filter(([, , , state, , , , , , inode]) => state === listening && sockets.has(inode ?? ''))
    .map(([, address = '']) => address)
    .filter(address => !loopback.includes(address.split(':')[0] ?? ''))
}

function socketsOf(processId: number): ReadonlySet<string> {
  const folder = `/proc/${processId}/fd`
  const links = readdirSync(folder).flatMap(name => {
    try {
      return [readlinkSync(`${folder}/${name}`)]
    } catch {
      // Closed since it was listed.
      return []
    }
  })
  return new Set(links.flatMap(link => /^socket:\[(\d+)\]$/u.exec(link)?.[1] ?? []))
}
