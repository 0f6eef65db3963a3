/** The demo workspace and person, as `POST /dev/seed` makes them. */
export const DEMO_TENANT_ID = '01900000-0000-7000-8000-00000000de30'
export const DEMO_EMAIL = 'demo@orrery.example'
export const DEMO_PASSWORD = 'orrery-demo'
