package org.computingpower.sgx.dcap.appraise;

import java.util.List;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.parse.TdReport;

/** The checks that only a trust domain needs; Intel's library leaves all of them to the relying party. */
final class TrustDomainChecks {
    /** DEBUG (0), SEPT_VE_DISABLE (28), MIGRATABLE (29), PKS (30), KL (31) and PERFMON (63), little-endian. */
    private static final Bytes KNOWN_ATTRIBUTES = Bytes.ofHex("010000f000000080");

    private static final int MIGRATABLE_BYTE = 3;
    private static final int MIGRATABLE = 0x20;

    private TrustDomainChecks() {}

    static void add(TdReport report, Policy policy, List<Check> checks) {
        checks.add(Check.of(
                "measurement",
                policy.tdx().stream().anyMatch(measurement -> measurement.matches(report)),
                "MRTD " + report.mrTd()));
        checks.add(Check.of(
                "sept-ve-disable",
                report.isSeptVeDisabled() || !policy.requireSeptVeDisable(),
                report.isSeptVeDisabled() ? "set" : "not set: the host can inject exceptions"));
        checks.add(attributes(report, policy));
        checks.add(serviceTd(report, policy));
    }

    private static Check attributes(TdReport report, Policy policy) {
        Bytes attributes = report.tdAttributes();
        for (int i = 0; i < attributes.length(); i++) {
            if ((attributes.unsignedAt(i) & ~KNOWN_ATTRIBUTES.unsignedAt(i)) != 0) {
                return Check.fail("td-attributes", "a reserved bit is set: " + attributes);
            }
        }
        boolean migratable = (attributes.unsignedAt(MIGRATABLE_BYTE) & MIGRATABLE) != 0;
        return Check.of(
                "td-attributes",
                !migratable || isServedByName(report, policy),
                migratable ? "migratable: " + attributes : attributes.hex());
    }

    /** Who migrates a domain can read it. A report of TDX 1.0 does not say who that is, so that no policy can name it. */
    private static boolean isServedByName(TdReport report, Policy policy) {
        return report.mrServiceTd()
                .filter(measurement -> !measurement.isZero())
                .filter(policy.allowedServiceTds()::contains)
                .isPresent();
    }

    private static Check serviceTd(TdReport report, Policy policy) {
        Optional<Bytes> measurement = report.mrServiceTd();
        if (measurement.isEmpty()) {
            return Check.pass("service-td", "not in a report of TDX 1.0");
        }
        return measurement.get().isZero()
                ? Check.pass("service-td", "none")
                : Check.of(
                        "service-td",
                        policy.allowedServiceTds().contains(measurement.get()),
                        measurement.get().hex());
    }
}
