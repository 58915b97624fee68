package org.computingpower.cli.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.computingpower.cli.chain.JsonRpc;
import org.computingpower.cli.chain.MarketContracts;
import org.computingpower.cli.chain.MarketContracts.RecordedNode;
import org.computingpower.cli.session.CliException;
import org.computingpower.cli.session.Json;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.appraise.EvidenceBundle;
import org.computingpower.sgx.dcap.appraise.EvidenceChecker;
import org.computingpower.sgx.dcap.appraise.EvidenceReport;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.crypto.Sha256;
import org.computingpower.sgx.dcap.parse.CertificateFormatException;
import org.computingpower.sgx.dcap.parse.PemChain;
import org.computingpower.terms.Address;
import org.computingpower.terms.Bytes32;
import org.computingpower.terms.Signature;
import org.computingpower.terms.market.MarketFile;
import org.computingpower.terms.signed.AttestationRecord;

/**
 * Checks a node's evidence anew, believing neither the platform nor the validator: the root comes from the market file,
 * the policy's hash from the caller, the report data is computed here, and the chain is asked for block and record.
 */
public final class EvidenceVerification {
    private final MarketFile market;
    private final Bytes32 policyHash;
    private final Instant now;

    /**
     * @param policyHash SHA-256 of the policy document that must have been applied
     * @param now the instant at which the evidence must be fresh
     */
    public EvidenceVerification(MarketFile market, Bytes32 policyHash, Instant now) {
        this.market = market;
        this.policyHash = policyHash;
        this.now = now;
    }

    /** Where chain facts come from. */
    public record Chain(JsonRpc rpc, MarketContracts contracts) {}

    /** Checks {@code bundle}; without a chain, what only the chain knows is left out and said so. */
    public VerifiedEvidence verify(NodeBundle bundle, Optional<Chain> chain) {
        List<NamedCheck> checks = new ArrayList<>();
        checks.add(NamedCheck.of(
                "node-key",
                bundle.nodeKey().nodeId().equals(bundle.nodeId()),
                "the node id is the hash of the node key"));
        checks.add(verdict(bundle));
        checks.add(block(bundle, chain));
        checks.add(record(bundle, chain));
        Optional<TrustRoot> root = root(bundle);
        checks.add(NamedCheck.of(
                "market-root", root.isPresent(), "the market's root " + market.trustRootHash() + " is the one used"));
        List<String> notProven = EvidenceReport.NOT_PROVEN;
        if (root.isPresent()) {
            EvidenceReport report =
                    new EvidenceChecker(root.get(), bytes(policyHash), maxAge()).check(withOwnReportData(bundle), now);
            report.checks().forEach(check -> checks.add(new NamedCheck(check.name(), check.outcome(), check.detail())));
            notProven = report.notProven();
        }
        return new VerifiedEvidence(
                bundle, market.trustDomain(), market.trustRootHash(), new NamedChecks(checks), notProven);
    }

    private Duration maxAge() {
        return Duration.ofSeconds(market.attestation().policyTtlSeconds());
    }

    /** The report data is computed from the nonce's inputs; what the bundle says of it is not used. */
    private EvidenceBundle withOwnReportData(NodeBundle bundle) {
        return bundle.evidence()
                .withExpectedReportData(bundle.expectedReportData(
                        market.chainId(), market.contracts().nodeRegistry()));
    }

    private NamedCheck verdict(NodeBundle bundle) {
        JsonNode verdict = bundle.verdict();
        if (!verdict.hasNonNull("record")) {
            return NamedCheck.of("validator-verdict", false, "the validator recorded no acceptance");
        }
        try {
            AttestationRecord record = Json.read(verdict.path("record"), AttestationRecord.class);
            Address validator = Address.parse(Json.text(verdict, "validator"));
            Signature signature = Signature.parse(Json.text(verdict, "signature"));
            boolean isMember = market.validators().stream()
                    .anyMatch(member -> member.address().equals(validator));
            boolean isSigned = isMember && record.isSignedBy(validator, signature, market.domains());
            boolean isOfThis = record.quoteHash().equals(bundle.quoteHash())
                    && record.nodeId().equals(bundle.nodeId())
                    && record.stakeAccount().equals(bundle.stakeAccount())
                    && record.payee().equals(bundle.payee());
            boolean isCurrent = record.validUntil() >= now.getEpochSecond();
            return NamedCheck.of(
                    "validator-verdict",
                    isSigned && isOfThis && isCurrent,
                    "signed by validator " + validator + ", valid until " + Instant.ofEpochSecond(record.validUntil()));
        } catch (CliException | IllegalArgumentException e) {
            return NamedCheck.of("validator-verdict", false, "malformed: " + e.getMessage());
        }
    }

    private static NamedCheck block(NodeBundle bundle, Optional<Chain> chain) {
        if (chain.isEmpty()) {
            return NamedCheck.notChecked("nonce-block", "the chain was not asked");
        }
        Bytes32 found =
                chain.get().rpc().block(JsonRpc.hex(bundle.blockNumber())).hash();
        return NamedCheck.of(
                "nonce-block",
                found.equals(bundle.blockHash()),
                "block " + bundle.blockNumber() + " has hash " + found);
    }

    private NamedCheck record(NodeBundle bundle, Optional<Chain> chain) {
        if (chain.isEmpty()) {
            return NamedCheck.notChecked("chain-record", "the chain was not asked");
        }
        Optional<RecordedNode> recorded = chain.get().contracts().node(bundle.nodeId());
        if (recorded.isEmpty()) {
            return NamedCheck.of("chain-record", false, "NodeRegistry has no record of the node");
        }
        boolean isThis = recorded.get().quoteHash().equals(bundle.quoteHash());
        boolean isValid = recorded.get().validUntil() >= now.getEpochSecond();
        return NamedCheck.of(
                "chain-record",
                isThis && isValid,
                (isThis
                                ? "a quorum recorded this quote"
                                : "a quorum recorded another quote "
                                        + recorded.get().quoteHash())
                        + ", valid until "
                        + Instant.ofEpochSecond(recorded.get().validUntil()));
    }

    /** The root that the market file names: Intel's is pinned in code, a simulated one comes with the collateral. */
    private Optional<TrustRoot> root(NodeBundle bundle) {
        Bytes expected = bytes(market.trustRootHash());
        if (market.trustDomain().equals("INTEL")) {
            TrustRoot intel = TrustRoot.intel();
            return intel.sha256().equals(expected) ? Optional.of(intel) : Optional.empty();
        }
        try {
            for (Bytes certificate :
                    PemChain.split(bundle.evidence().collateral().tcbInfoIssuerChain())) {
                if (Sha256.of(certificate).equals(expected)) {
                    return Optional.of(TrustRoot.simulated(pem(certificate)));
                }
            }
            return Optional.empty();
        } catch (CertificateFormatException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Bytes pem(Bytes der) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der.toByteArray());
        return Bytes.copyOf(("-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n")
                .getBytes(StandardCharsets.US_ASCII));
    }

    private static Bytes bytes(Bytes32 value) {
        return Bytes.copyOf(value.toArray());
    }
}
