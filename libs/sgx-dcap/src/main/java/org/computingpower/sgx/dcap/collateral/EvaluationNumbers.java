package org.computingpower.sgx.dcap.collateral;

import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.Tee;
import org.computingpower.sgx.dcap.json.JsonFormatException;
import org.computingpower.sgx.dcap.json.JsonFormatException.Kind;
import org.computingpower.sgx.dcap.json.StrictJson;
import org.computingpower.sgx.dcap.parse.SignedJson;
import org.computingpower.sgx.dcap.parse.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Intel's list of TCB evaluation data numbers ({@code /tcbevaluationdatanumbers}): when the TCB recovery behind each
 * number was published. Grace for platforms that went out of date counts from there.
 *
 * @param tee for which kind of platform
 * @param recoveryEventDates date of the TCB recovery event by number
 */
public record EvaluationNumbers(Tee tee, Map<Integer, Instant> recoveryEventDates) {
    private static final int MAX_NUMBERS = 1024;

    public EvaluationNumbers {
        recoveryEventDates = Map.copyOf(recoveryEventDates);
    }

    /** The same dates, without the word for which kind of platform. */
    public TcbRecoveries recoveries() {
        return new TcbRecoveries(recoveryEventDates);
    }

    /** When the TCB recovery of {@code number} was published; empty if the list does not have it. */
    public Optional<Instant> recoveryEventDate(int number) {
        return Optional.ofNullable(recoveryEventDates.get(number));
    }

    /**
     * Verifies signature, chain, revocation and window of a list.
     *
     * @param json as received
     * @param issuerChain TCB signing certificate and root in PEM
     * @param collateral verified collateral of the same service, for its root and revocation list
     * @param now instant at which the list must be valid
     * @return empty if anything is wrong with it, or it is for another TEE than the collateral
     */
    public static Optional<EvaluationNumbers> verify(
            Bytes json, Bytes issuerChain, VerifiedCollateral collateral, Instant now) {
        try {
            X509Certificate signer = SigningChain.tcbSigning(issuerChain, collateral.trustRoot(), collateral.rootCrl());
            SignedJson signed = SignedJson.parse(json, "tcbEvaluationDataNumbers");
            if (!signer.isValidAt(now) || !signer.publicKey().verifiesRaw(signed.body(), signed.signature())) {
                return Optional.empty();
            }
            return read(signed.body(), collateral.tcbInfo().tee(), now);
        } catch (CollateralRejection | JsonFormatException e) {
            return Optional.empty();
        }
    }

    /** Reads the signed part. */
    static Optional<EvaluationNumbers> read(Bytes body, Tee tee, Instant now) throws JsonFormatException {
        Reader reader = StrictJson.read(body, document -> {
            Reader members = new Reader();
            document.object(members::member);
            return members;
        });
        return reader.numbers(tee, now);
    }

    private static final class Reader {
        private final Map<Integer, Instant> dates = new HashMap<>();
        private @Nullable String id;
        private @Nullable Instant issueDate;
        private @Nullable Instant nextUpdate;

        private void member(String name, StrictJson json) throws IOException, JsonFormatException {
            switch (name) {
                case "id" -> id = json.text();
                case "issueDate" -> issueDate = json.date();
                case "nextUpdate" -> nextUpdate = json.date();
                case "tcbEvalNumbers" -> {
                    List<Entry> entries = json.array(MAX_NUMBERS, Entry::read);
                    for (Entry entry : entries) {
                        int number = StrictJson.require("tcbEvaluationDataNumber", entry.number);
                        Instant date = StrictJson.require("tcbRecoveryEventDate", entry.date);
                        if (dates.put(number, date) != null) {
                            throw new JsonFormatException(Kind.FORMAT, "tcbEvaluationDataNumber " + number + " twice");
                        }
                    }
                }
                default -> json.skip();
            }
        }

        private Optional<EvaluationNumbers> numbers(Tee tee, Instant now) throws JsonFormatException {
            boolean valid = tee.tcbInfoId().equals(id)
                    && !now.isBefore(StrictJson.require("issueDate", issueDate))
                    && !now.isAfter(StrictJson.require("nextUpdate", nextUpdate));
            return valid ? Optional.of(new EvaluationNumbers(tee, dates)) : Optional.empty();
        }
    }

    private static final class Entry {
        private @Nullable Integer number;
        private @Nullable Instant date;

        private static Entry read(StrictJson json) throws IOException, JsonFormatException {
            Entry entry = new Entry();
            json.object((name, value) -> {
                switch (name) {
                    case "tcbEvaluationDataNumber" -> entry.number = value.integer(Integer.MAX_VALUE);
                    case "tcbRecoveryEventDate" -> entry.date = value.date();
                    default -> value.skip();
                }
            });
            return entry;
        }
    }
}
