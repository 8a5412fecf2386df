/** What somebody may do: look; work on groups and deliveries; change who may and what is kept. Each may what the one before may. */
export type Role = 'viewer' | 'responder' | 'admin';
