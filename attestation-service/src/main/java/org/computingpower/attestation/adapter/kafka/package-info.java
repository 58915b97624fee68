/** What arrives over Kafka. */
@NullMarked
package org.computingpower.attestation.adapter.kafka;

import org.jspecify.annotations.NullMarked;
