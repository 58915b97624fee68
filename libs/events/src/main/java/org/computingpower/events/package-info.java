/**
 * The published language of the market: one sealed interface per topic, one record per fact.
 *
 * <p>Owns the names of topics, events and fields, their JSON Schemas, the golden examples, {@code topics.yaml} and the
 * AsyncAPI document. It holds no logic besides the catalogue {@link org.computingpower.events.Topic}. Rules: optional
 * fields may be added, nothing is removed or renamed, unknown fields are ignored by readers; a breaking change is a new
 * topic version. JSON names are the component names; amounts are decimal strings, hashes and addresses are lower-case
 * {@code 0x} hex, times are ISO-8601 instants unless the Javadoc says whole Unix seconds. Optional fields are absent
 * when they have no value.
 */
@NullMarked
package org.computingpower.events;

import org.jspecify.annotations.NullMarked;
