import { type Accessor, createComputed } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'

/**
 * The same rows as a store that keeps row objects whose `label` stays: a refresh then changes texts in place, and a row
 * that has the focus keeps it.
 */
export function useStableRows<T extends { label: string }>(rows: Accessor<readonly T[]>): () => readonly T[] {
  const [store, setStore] = createStore<{ rows: T[] }>({ rows: [] })
  createComputed(() => setStore('rows', reconcile([...rows()], { key: 'label' })))
  return () => store.rows
}
