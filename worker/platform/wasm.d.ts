// A program that wrangler ships beside the Worker, compiled when it is deployed: none may be compiled while one runs.
declare module '*.wasm' {
  const program: WebAssembly.Module
  export default program
}
