import { z } from 'zod'

/** All ids are UUIDs; those made by Orrery are version 7, so they sort by time of making. */
export const TenantId = z.uuid().brand<'TenantId'>()
export type TenantId = z.infer<typeof TenantId>
export const PersonId = z.string().min(1).max(64).brand<'PersonId'>()
export type PersonId = z.infer<typeof PersonId>
export const ClientId = z.uuid().brand<'ClientId'>()
export type ClientId = z.infer<typeof ClientId>
export const ConnectionId = z.uuid().brand<'ConnectionId'>()
export type ConnectionId = z.infer<typeof ConnectionId>
export const ImportId = z.uuid().brand<'ImportId'>()
export type ImportId = z.infer<typeof ImportId>
export const DashboardId = z.uuid().brand<'DashboardId'>()
export type DashboardId = z.infer<typeof DashboardId>
/** A person, room or piece of kit that can be booked. */
export const ArtistId = z.uuid().brand<'ArtistId'>()
export type ArtistId = z.infer<typeof ArtistId>
export const BookingId = z.uuid().brand<'BookingId'>()
export type BookingId = z.infer<typeof BookingId>
export const ProjectId = z.uuid().brand<'ProjectId'>()
export type ProjectId = z.infer<typeof ProjectId>
export const PhaseId = z.uuid().brand<'PhaseId'>()
export type PhaseId = z.infer<typeof PhaseId>
/** A task or a milestone of a project. */
export const TaskId = z.uuid().brand<'TaskId'>()
export type TaskId = z.infer<typeof TaskId>
export const DependencyId = z.uuid().brand<'DependencyId'>()
export type DependencyId = z.infer<typeof DependencyId>
export const BaselineId = z.uuid().brand<'BaselineId'>()
export type BaselineId = z.infer<typeof BaselineId>
export const ProposalId = z.uuid().brand<'ProposalId'>()
export type ProposalId = z.infer<typeof ProposalId>
export const JobId = z.uuid().brand<'JobId'>()
export type JobId = z.infer<typeof JobId>
/** A search of the board that somebody keeps. */
export const JobSearchId = z.uuid().brand<'JobSearchId'>()
export type JobSearchId = z.infer<typeof JobSearchId>
export const JobApplicationId = z.uuid().brand<'JobApplicationId'>()
export type JobApplicationId = z.infer<typeof JobApplicationId>
export const ProfileLinkId = z.uuid().brand<'ProfileLinkId'>()
export type ProfileLinkId = z.infer<typeof ProfileLinkId>
export const ArtistProfileId = z.uuid().brand<'ArtistProfileId'>()
export type ArtistProfileId = z.infer<typeof ArtistProfileId>

/** Name of a metric in the catalogue: lower case, used in URLs and formulas. */
export const MetricKey = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'lower case letters, digits and _, starting with a letter')
export type MetricKey = z.infer<typeof MetricKey>
/** A calendar day of the workspace, `YYYY-MM-DD`. */
export const Day = z.iso.date()
export type Day = z.infer<typeof Day>
/** An exact decimal number as text; never a binary float. */
export const DecimalText = z.string().regex(/^-?\d{1,30}(\.\d{1,18})?$/)
export type DecimalText = z.infer<typeof DecimalText>
/** ISO 4217 currency code. */
export const Currency = z.string().regex(/^[A-Z]{3}$/)
export type Currency = z.infer<typeof Currency>
