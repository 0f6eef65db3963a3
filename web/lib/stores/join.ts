const KEPT_UNDER = 'orrery.join'

/**
 * The secret of an invitation while its person signs in or up, for this tab alone. It never stays in the address, where history,
 * screenshots and other pages could see it.
 */
export function keepJoinToken(token: string): void {
  sessionStorage.setItem(KEPT_UNDER, token)
}

export const keptJoinToken = (): string | null => sessionStorage.getItem(KEPT_UNDER)

export function forgetJoinToken(): void {
  sessionStorage.removeItem(KEPT_UNDER)
}
