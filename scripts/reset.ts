import { StartProblem } from './stack/state.ts'
import { resetState } from './stack.ts'

try {
  const folder = resetState()
  console.log(`${folder} is empty. The next "npm start" begins anew.`)
} catch (error) {
  if (!(error instanceof StartProblem)) throw error
  console.error(error.message)
  process.exitCode = 1
}
