package org.computingpower.sgx.dcap.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.TcbStatus;
import org.computingpower.sgx.dcap.VerificationStatus;
import org.computingpower.sgx.dcap.collateral.CollateralBytes;
import org.computingpower.sgx.dcap.collateral.CollateralResult;
import org.computingpower.sgx.dcap.collateral.CollateralRules;
import org.computingpower.sgx.dcap.collateral.CollateralVerifier;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.collateral.VerifiedCollateral;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.sgx.dcap.parse.QuoteFormatException;
import org.computingpower.sgx.dcap.verify.QuoteVerifier;
import org.computingpower.sgx.dcap.verify.VerificationResult;

/**
 * Runs every case of a folder with an {@code index.json} and compares the decision with the recorded one.
 *
 * <p>The files of a case are {@code quote.bin}, {@code tcb_info.json}, {@code tcb_info_chain.pem}, {@code
 * qe_identity.json}, {@code qe_identity_chain.pem}, {@code pck.crl}, {@code pck_crl_chain.pem}, {@code root_ca.crl},
 * {@code root_ca.pem} (the trust root; Intel's if absent) and, for a quote without chain, {@code pck_chain.pem}. A
 * file that the folder of a case lacks is taken from its base case; without one there is nothing to trust, and the case is rejected.
 */
public final class ConformanceSuite {
    private static final CollateralRules RULES = CollateralRules.standard().withTcbInfoVersion2();
    private static final String NOT_SUPPORTED = "TCB_NOT_SUPPORTED";

    private final Path folder;
    private final List<ConformanceCase> cases;
    private final QuoteVerifier verifier = QuoteVerifier.create();

    private ConformanceSuite(Path folder, List<ConformanceCase> cases) {
        this.folder = folder;
        this.cases = List.copyOf(cases);
    }

    /** Reads the index of {@code folder}. */
    public static ConformanceSuite open(Path folder) throws IOException {
        return new ConformanceSuite(folder, ConformanceIndex.read(folder.resolve("index.json")));
    }

    public List<ConformanceCase> cases() {
        return cases;
    }

    /** Runs every case. */
    public ConformanceReport run() throws IOException {
        java.util.ArrayList<ConformanceResult> results = new java.util.ArrayList<>();
        for (ConformanceCase conformanceCase : cases) {
            results.add(run(conformanceCase));
        }
        return new ConformanceReport(results);
    }

    /** Runs one case. */
    public ConformanceResult run(ConformanceCase conformanceCase) throws IOException {
        return switch (verify(conformanceCase)) {
            case VerificationResult.Verified verified -> {
                TcbStatus status = verified.claims().tcb().status();
                yield result(conformanceCase, status.intelName(), verified.status(), "");
            }
            case VerificationResult.Rejected rejected -> {
                boolean unsupported = rejected.status() == VerificationStatus.TCB_NOT_SUPPORTED;
                String ours = unsupported ? NOT_SUPPORTED : ConformanceCase.REJECT;
                yield result(conformanceCase, ours, rejected.status(), rejected.detail());
            }
        };
    }

    private static ConformanceResult result(
            ConformanceCase conformanceCase, String ours, VerificationStatus status, String detail) {
        boolean refused = ours.equals(ConformanceCase.REJECT)
                || ours.equals(NOT_SUPPORTED)
                || ours.equals(TcbStatus.REVOKED.intelName());
        boolean matches = conformanceCase.expected().equals(ConformanceCase.REJECT)
                ? refused
                : conformanceCase.expected().equals(ours);
        return new ConformanceResult(conformanceCase, ours, status, detail, matches);
    }

    private VerificationResult verify(ConformanceCase conformanceCase) throws IOException {
        Quote quote;
        try {
            quote = Quote.parse(required(conformanceCase, "quote.bin", VerificationStatus.UNSUPPORTED_QUOTE_FORMAT)
                    .toByteArray());
        } catch (MissingFile e) {
            return new VerificationResult.Rejected(e.status, e.detail);
        } catch (QuoteFormatException e) {
            return new VerificationResult.Rejected(
                    VerificationStatus.UNSUPPORTED_QUOTE_FORMAT, String.valueOf(e.getMessage()));
        }
        try {
            TrustRoot root = root(conformanceCase);
            CollateralBytes collateral = collateral(conformanceCase, quote);
            return switch (CollateralVerifier.verify(collateral, root, RULES, conformanceCase.verificationTime())) {
                case CollateralResult.Rejected rejected ->
                    new VerificationResult.Rejected(rejected.status(), rejected.detail());
                case CollateralResult.Verified verified -> verify(conformanceCase, quote, verified.collateral());
            };
        } catch (MissingFile e) {
            return new VerificationResult.Rejected(e.status, e.detail);
        } catch (CertificateFormatException | IllegalArgumentException e) {
            return new VerificationResult.Rejected(
                    VerificationStatus.UNSUPPORTED_CERT_FORMAT, String.valueOf(e.getMessage()));
        }
    }

    private VerificationResult verify(ConformanceCase conformanceCase, Quote quote, VerifiedCollateral collateral)
            throws IOException {
        Optional<Bytes> pckChain =
                quote.certificationData().isSelfContained() ? Optional.empty() : find(conformanceCase, "pck_chain.pem");
        return pckChain.isPresent()
                ? verifier.verify(quote, pckChain.get(), collateral, conformanceCase.verificationTime())
                : verifier.verify(quote, collateral, conformanceCase.verificationTime());
    }

    private TrustRoot root(ConformanceCase conformanceCase) throws IOException, CertificateFormatException {
        Optional<Bytes> pem = find(conformanceCase, "root_ca.pem");
        return pem.isPresent() ? TrustRoot.dangerousOf(pem.get()) : TrustRoot.intel();
    }

    private CollateralBytes collateral(ConformanceCase conformanceCase, Quote quote) throws IOException {
        Optional<Bytes> crlChain = find(conformanceCase, "pck_crl_chain.pem");
        return new CollateralBytes(
                required(conformanceCase, "tcb_info.json", VerificationStatus.SGX_TCB_INFO_UNSUPPORTED_FORMAT),
                required(conformanceCase, "tcb_info_chain.pem", VerificationStatus.SGX_TCB_SIGNING_CERT_MISSING),
                required(
                        conformanceCase,
                        "qe_identity.json",
                        VerificationStatus.SGX_ENCLAVE_IDENTITY_UNSUPPORTED_FORMAT),
                required(conformanceCase, "qe_identity_chain.pem", VerificationStatus.SGX_TCB_SIGNING_CERT_MISSING),
                required(conformanceCase, "pck.crl", VerificationStatus.SGX_CRL_UNSUPPORTED_FORMAT),
                crlChain.isPresent() ? crlChain.get() : PckCrlChain.of(quote),
                required(conformanceCase, "root_ca.crl", VerificationStatus.SGX_CRL_UNSUPPORTED_FORMAT));
    }

    private Bytes required(ConformanceCase conformanceCase, String name, VerificationStatus ifMissing)
            throws IOException {
        return find(conformanceCase, name).orElseThrow(() -> new MissingFile(ifMissing, "No file " + name));
    }

    private Optional<Bytes> find(ConformanceCase conformanceCase, String name) throws IOException {
        Path root = folder.toAbsolutePath().normalize();
        for (String caseFolder : conformanceCase.folders()) {
            Path file = root.resolve(caseFolder).resolve(name).normalize();
            if (!file.startsWith(root)) {
                throw new IOException(conformanceCase.id() + " points outside of the folder");
            }
            if (Files.exists(file)) {
                return Optional.of(Bytes.copyOf(Files.readAllBytes(file)));
            }
        }
        return Optional.empty();
    }

    /** A case without one of the files that a verification needs. */
    private static final class MissingFile extends IOException {
        private static final long serialVersionUID = 1;

        private final VerificationStatus status;
        private final String detail;

        private MissingFile(VerificationStatus status, String detail) {
            super(detail);
            this.status = status;
            this.detail = detail;
        }
    }
}
