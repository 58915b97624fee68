/** What rounds say about a device: ratings and alarms. */
@NullMarked
package org.computingpower.challenge.domain.rating;

import org.jspecify.annotations.NullMarked;
