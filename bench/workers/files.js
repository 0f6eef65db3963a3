// The files of the web app for the Worker beside it, which has them as a binding in production.
export default {
  fetch: (request, env) => env.ASSETS.fetch(request),
}
