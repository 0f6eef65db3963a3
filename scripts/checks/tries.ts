import { inject } from 'vitest'

const SHARE_ELSEWHERE = 1 / 3

/**
 * How many random cases a property of the tables tries here. Every project draws the same cases in the same order: one server tries all
 * of them, and the first of them show that the other servers do the same.
 */
export const triesHere = (all: number): number =>
  inject('postgres').triesAll ? all : Math.ceil(all * SHARE_ELSEWHERE)
