package org.computingpower.sgx.dcap.conformance;

import java.io.IOException;
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
 * qe_identity.json}, {@code qe_identity_chain.pem} (that of the TCB info if absent), {@code pck.crl}, {@code
 * pck_crl_chain.pem} (from the PCK chain if absent), {@code root_ca.crl}, {@code root_ca.pem} (the trust root; Intel's if
 * absent) and, for a quote without chain, {@code pck_chain.pem}. A file that the folder of a case lacks is taken from its
 * base case; without one there is nothing to trust, and the case is rejected. A case that cannot be run at all, because
 * of its entry in the index or of files that cannot be read, is a difference and does not stop the others.
 */
public final class ConformanceSuite {
    private static final CollateralRules RULES = CollateralRules.standard().withTcbInfoVersion2();

    private final Path folder;
    private final List<IndexedCase> indexed;
    private final QuoteVerifier verifier = QuoteVerifier.create();

    private ConformanceSuite(Path folder, List<IndexedCase> indexed) {
        this.folder = folder;
        this.indexed = List.copyOf(indexed);
    }

    /** Reads the index of {@code folder}. */
    public static ConformanceSuite open(Path folder) throws IOException {
        return new ConformanceSuite(folder, ConformanceIndex.read(folder.resolve("index.json")));
    }

    /** The cases that can be run. */
    public List<ConformanceCase> cases() {
        return indexed.stream()
                .filter(ConformanceCase.class::isInstance)
                .map(ConformanceCase.class::cast)
                .toList();
    }

    /** Runs every case, in the order of the index. */
    public ConformanceReport run() {
        return new ConformanceReport(indexed.stream()
                .map(element -> switch (element) {
                    case ConformanceCase conformanceCase -> run(conformanceCase);
                    case BrokenCase broken -> ConformanceResult.notRun(broken.id(), broken.expected(), broken.defect());
                })
                .toList());
    }

    /** Runs one case. */
    public ConformanceResult run(ConformanceCase conformanceCase) {
        CaseFiles files = new CaseFiles(folder, conformanceCase.folders());
        try {
            files.requireFolder();
            return result(conformanceCase, verify(conformanceCase, files));
        } catch (IOException e) {
            return ConformanceResult.notRun(
                    conformanceCase.id(), conformanceCase.expected(), String.valueOf(e.getMessage()));
        }
    }

    private static ConformanceResult result(ConformanceCase conformanceCase, VerificationResult verification) {
        return switch (verification) {
            case VerificationResult.Verified verified -> {
                TcbStatus status = verified.claims().tcb().status();
                yield result(conformanceCase, status.intelName(), verified.status(), "");
            }
            case VerificationResult.Rejected rejected -> {
                boolean unsupported = rejected.status() == VerificationStatus.TCB_NOT_SUPPORTED;
                String ours = unsupported ? ConformanceCase.NOT_SUPPORTED : ConformanceCase.REJECT;
                yield result(conformanceCase, ours, rejected.status(), rejected.detail());
            }
        };
    }

    private static ConformanceResult result(
            ConformanceCase conformanceCase, String ours, VerificationStatus status, String detail) {
        boolean refused = ours.equals(ConformanceCase.REJECT)
                || ours.equals(ConformanceCase.NOT_SUPPORTED)
                || ours.equals(TcbStatus.REVOKED.intelName());
        boolean matches = conformanceCase.expected().equals(ConformanceCase.REJECT)
                ? refused
                : conformanceCase.expected().equals(ours);
        return new ConformanceResult(
                conformanceCase.id(), conformanceCase.expected(), ours, Optional.of(status), detail, matches);
    }

    private VerificationResult verify(ConformanceCase conformanceCase, CaseFiles files) throws IOException {
        Quote quote;
        try {
            quote = Quote.parse(required(files, "quote.bin", VerificationStatus.UNSUPPORTED_QUOTE_FORMAT)
                    .toByteArray());
        } catch (MissingFile e) {
            return new VerificationResult.Rejected(e.status, e.detail);
        } catch (QuoteFormatException e) {
            return new VerificationResult.Rejected(
                    VerificationStatus.UNSUPPORTED_QUOTE_FORMAT, String.valueOf(e.getMessage()));
        }
        try {
            Optional<Bytes> givenChain =
                    quote.certificationData().isSelfContained() ? Optional.empty() : files.find("pck_chain.pem");
            CollateralBytes collateral = collateral(
                    files, givenChain.orElse(quote.certificationData().payload()));
            return switch (CollateralVerifier.verify(
                    collateral, root(files), RULES, conformanceCase.verificationTime())) {
                case CollateralResult.Rejected rejected ->
                    new VerificationResult.Rejected(rejected.status(), rejected.detail());
                case CollateralResult.Verified verified ->
                    verify(conformanceCase, quote, givenChain, verified.collateral());
            };
        } catch (MissingFile e) {
            return new VerificationResult.Rejected(e.status, e.detail);
        } catch (CertificateFormatException | IllegalArgumentException e) {
            return new VerificationResult.Rejected(
                    VerificationStatus.UNSUPPORTED_CERT_FORMAT, String.valueOf(e.getMessage()));
        }
    }

    private VerificationResult verify(
            ConformanceCase conformanceCase, Quote quote, Optional<Bytes> givenChain, VerifiedCollateral collateral) {
        return givenChain.isPresent()
                ? verifier.verify(quote, givenChain.get(), collateral, conformanceCase.verificationTime())
                : verifier.verify(quote, collateral, conformanceCase.verificationTime());
    }

    private static TrustRoot root(CaseFiles files) throws IOException, CertificateFormatException {
        Optional<Bytes> pem = files.find("root_ca.pem");
        return pem.isPresent() ? TrustRoot.dangerousOf(pem.get()) : TrustRoot.intel();
    }

    private static CollateralBytes collateral(CaseFiles files, Bytes pckChain) throws IOException {
        Optional<Bytes> crlChain = files.find("pck_crl_chain.pem");
        Bytes tcbInfoChain = required(files, "tcb_info_chain.pem", VerificationStatus.SGX_TCB_SIGNING_CERT_MISSING);
        return new CollateralBytes(
                required(files, "tcb_info.json", VerificationStatus.SGX_TCB_INFO_UNSUPPORTED_FORMAT),
                tcbInfoChain,
                required(files, "qe_identity.json", VerificationStatus.SGX_ENCLAVE_IDENTITY_UNSUPPORTED_FORMAT),
                files.find("qe_identity_chain.pem").orElse(tcbInfoChain),
                required(files, "pck.crl", VerificationStatus.SGX_CRL_UNSUPPORTED_FORMAT),
                crlChain.orElseGet(() -> PckCrlChain.of(pckChain)),
                required(files, "root_ca.crl", VerificationStatus.SGX_CRL_UNSUPPORTED_FORMAT));
    }

    private static Bytes required(CaseFiles files, String name, VerificationStatus ifMissing) throws IOException {
        return files.find(name).orElseThrow(() -> new MissingFile(ifMissing, "No file " + name));
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
