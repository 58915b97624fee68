package org.computingpower.challenge.application;

import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.BeaconCommitment;
import org.computingpower.terms.signed.RoundCall;
import org.computingpower.terms.signed.RoundOpen;

/** What all connected nodes hear at once. Never blocks. */
public interface RoundStream {

    /** Puts an event into the one broadcast buffer. */
    void publish(StreamEvent event);

    /** An event of the stream; its components are the members of its JSON. */
    sealed interface StreamEvent {

        /** The SSE event name. */
        String name();

        /** The epoch it is about. */
        long epoch();

        /** A commitment for a coming epoch. */
        record BeaconCommitted(Address validator, BeaconCommitment commitment, Signature signature)
                implements StreamEvent {
            @Override
            public String name() {
                return "beacon-committed";
            }

            @Override
            public long epoch() {
                return commitment.epoch();
            }
        }

        /** The leader's call. */
        record RoundCalled(Address validator, RoundCall call, Signature signature) implements StreamEvent {
            @Override
            public String name() {
                return "round-call";
            }

            @Override
            public long epoch() {
                return call.epoch();
            }
        }

        /** A called validator's secret. */
        record SecretOpened(Address validator, long epoch, int part, Bytes32 secret) implements StreamEvent {
            @Override
            public String name() {
                return "beacon-secret";
            }
        }

        /** This validator's opening. */
        record RoundOpened(Address validator, RoundOpen round, Signature signature) implements StreamEvent {
            @Override
            public String name() {
                return "round-open";
            }

            @Override
            public long epoch() {
                return round.epoch();
            }
        }
    }
}
