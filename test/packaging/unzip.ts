import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inflateRawSync } from 'node:zlib'

const endOfDirectory = 0x06054b50
const deflated = 8

/**
 * Unpacks a zip as Lambda would, and returns the names in it. Just enough for the framework's own zips
 * (no encryption, no zip64), which is less than one more dependency.
 */
export function unzip(file: string, into: string): string[] {
  const zip = readFileSync(file)
  const end = zip.length - 22
  if (zip.readUInt32LE(end) !== endOfDirectory) throw new Error(`${file} is no plain zip`)

  const names: string[] = []
  let entry = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const nameEnd = entry + 46 + zip.readUInt16LE(entry + 28)
    const name = zip.toString('utf8', entry + 46, nameEnd)
    write(path.join(into, name), contentOf(zip, entry))
    names.push(name)
    entry = nameEnd + zip.readUInt16LE(entry + 30) + zip.readUInt16LE(entry + 32)
  }
  return names
}

function contentOf(zip: Buffer, entry: number): Buffer {
  const local = zip.readUInt32LE(entry + 42)
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
  const data = zip.subarray(start, start + zip.readUInt32LE(entry + 20))
  return zip.readUInt16LE(entry + 10) === deflated ? inflateRawSync(data) : data
}

function write(file: string, content: Buffer): void {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, content)
}
