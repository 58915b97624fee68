/**
 * Owns counters. Topics out: sample.additions.v1, key = counter; topics in: the same. It exists to prove the service
 * kit: a counter's total equals the sum of the additions that were accepted, whatever is delivered twice or out of order.
 */
@NullMarked
package org.computingpower.sample;

import org.jspecify.annotations.NullMarked;
