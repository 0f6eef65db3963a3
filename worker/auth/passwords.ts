import Argon2, { Argon2Type } from '@phi-ag/argon2'
import program from '@phi-ag/argon2/argon2.wasm'
import { verifyPassword as matchesScrypt } from 'better-auth/crypto'
import { PASSWORD_COST } from './password-cost.ts'

const MADE_AT_THIS_COST = `$argon2id$v=19$m=${PASSWORD_COST.memoryCost},t=${PASSWORD_COST.timeCost},p=${PASSWORD_COST.parallelism}$`
const ARGON2ID = '$argon2id$'

/** Told of a password that was right and whose hash is of an earlier kind: the new hash takes the place of the old one. */
export type ReplaceHash = (old: string, made: string) => Promise<void>

// Made with the first password, because its memory stays; one isolate hashes one password at a time.
let argon2: Argon2 | undefined
const opened = () => {
  argon2 ??= new Argon2(new WebAssembly.Instance(program))
  return argon2
}

/** What is stored of a password: Argon2id in its own notation, with a salt of 16 random bytes. */
export async function hashPassword(password: string): Promise<string> {
  return opened().hash(sameText(password), PASSWORD_COST).encoded
}

/** Whether a password is the one a hash was made of. Hashes of an earlier kind count, and are replaced once they were right. */
export async function matchesPassword(
  { hash, password }: { hash: string; password: string },
  replace: ReplaceHash,
): Promise<boolean> {
  const isRight = hash.startsWith(ARGON2ID)
    ? opened().tryVerify(hash, sameText(password), Argon2Type.Argon2id).success
    : await matchesScrypt({ hash, password })
  if (isRight && !hash.startsWith(MADE_AT_THIS_COST)) await replace(hash, await hashPassword(password))
  return isRight
}

/** Keyboards write the same letter in more than one way. */
const sameText = (password: string) => password.normalize('NFKC')
