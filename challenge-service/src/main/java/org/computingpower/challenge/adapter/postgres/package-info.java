/** The only code that speaks SQL. */
@NullMarked
package org.computingpower.challenge.adapter.postgres;

import org.jspecify.annotations.NullMarked;
