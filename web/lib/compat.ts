import { mergeProps as merge, onMount as mounted, splitProps as split } from 'solid-js'

/** The three functions of Solid whose names change in its next major version, in one place. */
export const mergeProps = merge
export const onMount = mounted
export const splitProps = split
