import { z } from 'zod'
import { ClientsQuery, ClientView, CreateClient, UpdateClient } from '../clients.ts'
import { DashboardView, DashboardViews, SaveDashboard } from '../dashboards.ts'
import { MetricList, QueryRequest, QueryResponse, RecordsPage, RecordsQuery } from '../metrics.ts'
import {
  ChangeCustomMetric,
  CustomMetricsQuery,
  CustomMetricView,
  FinancialsQuery,
  FinancialView,
  KpisQuery,
  KpiView,
  LeadsQuery,
  LeadView,
  ListMeta,
  PutCustomMetric,
  PutCustomMetrics,
  RemoveCustomMetrics,
  RemovedValues,
  SheetQuery,
  SheetView,
  StoredValues,
} from '../records.ts'
import { SetupView } from '../setup.ts'
import { doneWithSeq, type Operation, SeqMeta } from './operation.ts'

const list = (data: z.ZodType) => [{ status: 200, data: z.array(data), meta: ListMeta }] as const
const one = (data: z.ZodType) => [{ status: 200, data, meta: SeqMeta }] as const

const metrics: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/metrics',
    summary: 'The catalogue of metrics',
    access: 'metrics.read',
    answers: one(MetricList),
  },
  {
    method: 'POST',
    path: '/api/v1/metrics/query',
    summary: 'Answers a question, or up to twenty at once, exactly',
    access: 'metrics.read',
    body: QueryRequest,
    answers: [{ status: 200, whole: QueryResponse }],
  },
  {
    method: 'GET',
    path: '/api/v1/metrics/{key}/records',
    summary: 'The rows behind a figure',
    access: 'records.read',
    query: RecordsQuery,
    answers: [{ status: 200, whole: RecordsPage }],
  },
  {
    method: 'GET',
    path: '/api/v1/setup',
    summary: 'How far the workspace is set up',
    access: 'workspace.read',
    answers: one(SetupView),
  },
  {
    method: 'POST',
    path: '/api/v1/sample-data',
    summary: 'Fills an empty workspace with an invented company',
    access: 'imports.write',
    answers: [{ status: 201, data: z.unknown(), meta: SeqMeta }],
  },
  {
    method: 'DELETE',
    path: '/api/v1/sample-data',
    summary: 'Removes the invented company',
    access: 'imports.write',
    answers: [doneWithSeq],
  },
]

const clients: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/clients',
    summary: 'Clients by name, the default one first',
    access: 'clients.read',
    query: ClientsQuery,
    answers: list(ClientView),
  },
  {
    method: 'POST',
    path: '/api/v1/clients',
    summary: 'Makes a client',
    access: 'clients.write',
    body: CreateClient,
    answers: [{ status: 201, data: ClientView, meta: SeqMeta }],
  },
  {
    method: 'GET',
    path: '/api/v1/clients/{id}',
    summary: 'One client',
    access: 'clients.read',
    answers: one(ClientView),
  },
  {
    method: 'PATCH',
    path: '/api/v1/clients/{id}',
    summary: 'Changes a client',
    access: 'clients.write',
    body: UpdateClient,
    ifMatch: true,
    answers: one(ClientView),
  },
  {
    method: 'POST',
    path: '/api/v1/clients/{id}/archive',
    summary: 'Puts a client aside; its numbers stay',
    access: 'clients.write',
    answers: one(ClientView),
  },
  {
    method: 'POST',
    path: '/api/v1/clients/{id}/restore',
    summary: 'Brings a client back',
    access: 'clients.write',
    answers: one(ClientView),
  },
]

const records: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/financials',
    summary: 'Financial rows, newest day first',
    access: 'records.read',
    query: FinancialsQuery,
    answers: list(FinancialView),
  },
  {
    method: 'GET',
    path: '/api/v1/leads',
    summary: 'Leads, newest day first',
    access: 'records.read',
    query: LeadsQuery,
    answers: list(LeadView),
  },
  {
    method: 'GET',
    path: '/api/v1/kpis',
    summary: 'Key figures of each client',
    access: 'records.read',
    query: KpisQuery,
    answers: list(KpiView),
  },
  {
    method: 'GET',
    path: '/api/v1/custom-metrics',
    summary: 'Values of metrics, by metric and newest day first',
    access: 'records.read',
    query: CustomMetricsQuery,
    answers: list(CustomMetricView),
  },
  {
    method: 'POST',
    path: '/api/v1/custom-metrics',
    summary: 'Stores one value, or up to a thousand at once',
    access: 'records.write',
    body: z.union([PutCustomMetric, PutCustomMetrics]),
    answers: [
      { status: 201, data: CustomMetricView, meta: SeqMeta },
      { status: 200, data: StoredValues, meta: SeqMeta },
    ],
  },
  {
    method: 'GET',
    path: '/api/v1/custom-metrics/sheet',
    summary: 'Values of one client as a sheet of days and metrics',
    access: 'records.read',
    query: SheetQuery,
    answers: one(SheetView),
  },
  {
    method: 'POST',
    path: '/api/v1/custom-metrics/removals',
    summary: 'Removes entered values',
    access: 'records.write',
    body: RemoveCustomMetrics,
    answers: one(RemovedValues),
  },
  {
    method: 'GET',
    path: '/api/v1/custom-metrics/{id}',
    summary: 'One value',
    access: 'records.read',
    answers: one(CustomMetricView),
  },
  {
    method: 'PATCH',
    path: '/api/v1/custom-metrics/{id}',
    summary: 'Changes an entered value',
    access: 'records.write',
    body: ChangeCustomMetric,
    answers: one(CustomMetricView),
  },
  {
    method: 'DELETE',
    path: '/api/v1/custom-metrics/{id}',
    summary: 'Removes an entered value',
    access: 'records.write',
    answers: one(z.object({ id: z.string() })),
  },
]

const dashboards: Omit<Operation, 'tag'>[] = [
  {
    method: 'GET',
    path: '/api/v1/dashboards',
    summary: 'Dashboards with their layouts',
    access: 'dashboards.read',
    answers: one(DashboardViews),
  },
  {
    method: 'PUT',
    path: '/api/v1/dashboards/{id}',
    summary: 'Saves the layout of a dashboard',
    access: 'dashboards.write',
    body: SaveDashboard,
    ifMatch: true,
    answers: one(DashboardView),
  },
]

/** What the workspace's numbers are read and written by. */
export const numberOperations: readonly Operation[] = [
  ...metrics.map((each) => ({ ...each, tag: 'Metrics' as const })),
  ...clients.map((each) => ({ ...each, tag: 'Clients' as const })),
  ...records.map((each) => ({ ...each, tag: 'Records' as const })),
  ...dashboards.map((each) => ({ ...each, tag: 'Dashboards' as const })),
]
