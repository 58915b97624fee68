package org.computingpower.sgx.dcap.appraise;

import java.util.List;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.parse.TdReport;

/**
 * A trust domain that a policy allows. Registers that are empty are not compared.
 *
 * @param mrTd 48 bytes
 * @param rtmr four entries of 48 bytes or empty
 * @param mrSeam 48 bytes or empty
 */
public record TdxMeasurement(Bytes mrTd, List<Optional<Bytes>> rtmr, Optional<Bytes> mrSeam) {
    private static final int LENGTH = 48;

    public TdxMeasurement {
        rtmr = List.copyOf(rtmr);
        boolean lengths = mrTd.length() == LENGTH
                && rtmr.size() == 4
                && rtmr.stream().allMatch(TdxMeasurement::fits)
                && fits(mrSeam);
        if (!lengths) {
            throw new IllegalArgumentException("MRTD, four RTMR and MRSEAM have 48 bytes where given");
        }
    }

    /** Compares MRTD alone: what the domain runs after its firmware is not measured by that. */
    public static TdxMeasurement ofMrTd(Bytes mrTd) {
        return new TdxMeasurement(
                mrTd,
                List.of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                Optional.empty());
    }

    private static boolean fits(Optional<Bytes> register) {
        return register.isEmpty() || register.get().length() == LENGTH;
    }

    public boolean matches(TdReport report) {
        for (int i = 0; i < rtmr.size(); i++) {
            if (rtmr.get(i).isPresent() && !rtmr.get(i).get().equals(report.rtmr(i))) {
                return false;
            }
        }
        return report.mrTd().equals(mrTd) && (mrSeam.isEmpty() || mrSeam.get().equals(report.mrSeam()));
    }
}
