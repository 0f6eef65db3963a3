/** What a key can be limited to, without the schema library, for the page that offers it. */
import { type Permission, permissions } from './permissions.ts'

/** Who belongs to a workspace, what they may do, its keys and the workspace itself: a program can look at most of it and change none. */
const forPeople = /^((workspace|members|invitations|roles|privacy)\.(?!read$)|(ownership|keys|support|sso)\.)/

/** What no program may do, whoever made its key, is left out. */
export const keyScopes: readonly Permission[] = permissions.filter((one) => !forPeople.test(one))
