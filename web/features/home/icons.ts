import Briefcase from 'lucide-solid/icons/briefcase'
import BriefcaseBusiness from 'lucide-solid/icons/briefcase-business'
import CalendarDays from 'lucide-solid/icons/calendar-days'
import ChartGantt from 'lucide-solid/icons/chart-gantt'
import CircleAlert from 'lucide-solid/icons/circle-alert'
import CircleCheck from 'lucide-solid/icons/circle-check'
import FileUp from 'lucide-solid/icons/file-up'
import Info from 'lucide-solid/icons/info'
import KeyRound from 'lucide-solid/icons/key-round'
import Plug from 'lucide-solid/icons/plug'
import Settings2 from 'lucide-solid/icons/settings-2'
import Sigma from 'lucide-solid/icons/sigma'
import UserRound from 'lucide-solid/icons/user-round'
import Users from 'lucide-solid/icons/users'
import type { IconType } from '../../ui/Button.tsx'

const icons = {
  'briefcase-business': BriefcaseBusiness,
  briefcase: Briefcase,
  'calendar-days': CalendarDays,
  'chart-gantt': ChartGantt,
  'circle-alert': CircleAlert,
  'circle-check': CircleCheck,
  'file-up': FileUp,
  info: Info,
  'key-round': KeyRound,
  plug: Plug,
  'settings-2': Settings2,
  sigma: Sigma,
  'user-round': UserRound,
  users: Users,
} satisfies Record<string, IconType>

/** The pictures of what can happen, by name, so that the words need no browser. */
export type IconName = keyof typeof icons

export const iconOf = (name: IconName): IconType => icons[name]
