package org.computingpower.sgx.dcap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;

/** Real quotes and Intel-signed collateral for tests. */
public final class Vectors {
    /** SGX, SWHardeningNeeded under evaluation number 17. */
    public static final Vector SGX_V3 = new Vector("sgx_v3_00606a000000_268c0681_71df4f", "2025-08-30T05:09:06Z");

    /** The same quote as {@link #SGX_V3}, OutOfDate under evaluation number 21. */
    public static final Vector SGX_V3_RECOVERED =
            new Vector("sgx_v3_00606a000000_268c0681_a3f3ca", "2026-08-11T07:19:18Z");

    /** TDX 1.0, UpToDate. */
    public static final Vector TDX_V4 = new Vector("tdx_v4_b0c06f000000_f1c85033_234265", "2025-07-04T10:16:31Z");

    /** TDX 1.5, UpToDate under evaluation number 17. */
    public static final Vector TDX_V5 = new Vector("tdx_v5_90c06f000000_d21a11db_1ac102", "2025-02-27T19:09:43Z");

    /** The same quote as {@link #TDX_V5}, TDRelaunchAdvised under evaluation number 18. */
    public static final Vector TDX_V5_RECOVERED =
            new Vector("tdx_v5_90c06f000000_d21a11db_cf4ef9", "2025-03-10T11:04:29Z");

    /** SGX with TCB info of version 2, in debug mode. */
    public static final Vector SGX_V3_OLD_TCB_INFO =
            new Vector("sgx_v3_00906ed50000_3346527d_e64384", "2022-05-11T23:03:47Z");

    private Vectors() {}

    /**
     * One positive case.
     *
     * @param name its folder
     * @param time the instant at which to verify
     */
    public record Vector(String name, String time) {
        public Instant now() {
            return Instant.parse(time);
        }

        public byte[] quoteBytes() {
            return read("quote.bin").toByteArray();
        }

        public Quote quote() {
            try {
                return Quote.parse(quoteBytes());
            } catch (QuoteFormatException e) {
                throw new AssertionError(e);
            }
        }

        public CollateralBytes collateralBytes() {
            return new CollateralBytes(
                    read("tcb_info.json"),
                    read("tcb_info_chain.pem"),
                    read("qe_identity.json"),
                    read("qe_identity_chain.pem"),
                    read("pck.crl"),
                    read("pck_crl_chain.pem"),
                    read("root_ca.crl"));
        }

        public VerifiedCollateral collateral() {
            CollateralResult result =
                    CollateralVerifier.verify(collateralBytes(), TrustRoot.intel(), CollateralRules.standard(), now());
            return switch (result) {
                case CollateralResult.Verified verified -> verified.collateral();
                case CollateralResult.Rejected rejected -> throw new AssertionError(rejected);
            };
        }

        private Bytes read(String file) {
            Path path = Path.of("src/test/resources/attestation-vectors/positive", name, file);
            try {
                return Bytes.copyOf(Files.readAllBytes(path));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
