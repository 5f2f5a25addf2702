/** This module must come before any schema is made: zod would try `new Function`, which the page's policy refuses and complains of. */
import * as z from 'zod'

z.config({ jitless: true })
