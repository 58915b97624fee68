package org.computingpower.sgx.dcap.collateral;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * When TCB recoveries were published.
 *
 * @param dates date of the TCB recovery event by TCB evaluation data number, as far as known
 */
public record TcbRecoveries(Map<Integer, Instant> dates) {
    public TcbRecoveries {
        dates = Map.copyOf(dates);
    }

    /** None is known. */
    public static TcbRecoveries none() {
        return new TcbRecoveries(Map.of());
    }

    /** One is known. */
    public static TcbRecoveries of(int number, Instant date) {
        return new TcbRecoveries(Map.of(number, date));
    }

    /**
     * The date of the first recovery after one number and up to another: since then a platform that was up to date
     * under {@code accepted} has been out of date, however many recoveries came later.
     */
    public Optional<Instant> firstAfter(int accepted, int current) {
        return dates.keySet().stream()
                .filter(number -> number > accepted && number <= current)
                .min(Integer::compare)
                .map(dates::get);
    }
}
