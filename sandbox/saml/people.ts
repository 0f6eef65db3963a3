/** Somebody who works at the company. */
export interface Colleague {
  id: string
  name: string
  email: string
}

export const people: readonly Colleague[] = [
  { id: 'nw-1001', name: 'Ines Moreau', email: 'ines@northwind.example' },
  { id: 'nw-1002', name: 'Tomas Lindqvist', email: 'tomas@northwind.example' },
  { id: 'nw-9001', name: 'Guest of another company', email: 'guest@elsewhere.example' },
]
