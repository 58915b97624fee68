/** The books in PostgreSQL, in plain SQL on the reactive client; callers are worker threads and wait. */
@NullMarked
package org.computingpower.relayer.adapter.postgres;

import org.jspecify.annotations.NullMarked;
