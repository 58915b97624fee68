package org.computingpower.attestation.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.computingpower.attestation.Samples.BLOCK;
import static org.computingpower.attestation.Samples.NOW;
import static org.computingpower.attestation.Samples.PKI;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.computingpower.attestation.Samples;
import org.computingpower.attestation.Samples.TestNode;
import org.computingpower.events.AttestationEvidenceEvent.EvidenceSubmitted;
import org.computingpower.events.RegistryPolicyEvent.PolicyActivated;
import org.computingpower.events.SignedBy;
import org.computingpower.sgx.dcap.Bytes;
import org.computingpower.sgx.dcap.appraise.Policy;
import org.computingpower.sgx.dcap.collateral.TrustRoot;
import org.computingpower.sgx.dcap.parse.Quote;
import org.computingpower.terms.Digests;
import org.computingpower.terms.key.SigningKey;
import org.computingpower.terms.signed.PolicyActivation;
import org.junit.jupiter.api.Test;

class RulesTest {
    private final Market market = Samples.market();
    private final EvidenceRules evidenceRules = new EvidenceRules(market);
    private final PolicyRules policyRules = new PolicyRules(market);
    private final TestNode node = TestNode.random();
    private final Policy policy = Samples.policyOf(PKI, 1).build();

    @Test
    void takesEvidenceThatNodeAndStakeAccountSigned() {
        assertThat(evidenceRules.form(node.evidence(market, BLOCK))).isEmpty();
    }

    @Test
    void refusesSizesKeysAndEnvelopesThatDoNotFit() {
        EvidenceSubmitted good = node.evidence(market, BLOCK);
        assertThat(evidenceRules.form(
                        node.evidence(market, BLOCK, new byte[Quote.MAX_LENGTH + 1], node.nodeKey(), NOW)))
                .contains(new EvidenceRefusal.WrongSize("the quote", Quote.MAX_LENGTH + 1, Quote.MAX_LENGTH));
        assertThat(evidenceRules.form(node.evidence(market, BLOCK, new byte[0], node.nodeKey(), NOW)))
                .contains(new EvidenceRefusal.WrongSize("the quote", 0, Quote.MAX_LENGTH));
        assertThat(evidenceRules.form(withQuote(good, new byte[] {1})))
                .contains(new EvidenceRefusal.EnvelopeMismatch("evidenceHash"));
        TestNode sameNode = new TestNode(node.nodeKey(), TestNode.random().wallet(), node.platform());
        assertThat(evidenceRules.form(withStakeSignature(good, sameNode.evidence(market, BLOCK))))
                .contains(new EvidenceRefusal.NotSigned(EvidenceRefusal.Signer.STAKE_ACCOUNT));
    }

    @Test
    void remembersASignerForItsOwnStatementOnly() {
        EvidenceSubmitted first = node.evidence(market, BLOCK);
        assertThat(evidenceRules.form(first)).isEmpty();
        assertThat(evidenceRules.form(first)).isEmpty();

        // Another quote, envelope and block, with the signature that was remembered a moment ago
        FinalizedBlock next = new FinalizedBlock(BLOCK.number() + 1, BLOCK.hash(), BLOCK.time());
        EvidenceSubmitted other = node.evidence(market, next);
        assertThat(evidenceRules.form(withStakeSignature(other, first)))
                .contains(new EvidenceRefusal.NotSigned(EvidenceRefusal.Signer.STAKE_ACCOUNT));
        assertThat(evidenceRules.form(other)).isEmpty();
    }

    private static EvidenceSubmitted withQuote(EvidenceSubmitted e, byte[] quote) {
        return copy(e, quote, e);
    }

    private static EvidenceSubmitted withStakeSignature(EvidenceSubmitted e, EvidenceSubmitted other) {
        return copy(e, e.quote(), other);
    }

    private static EvidenceSubmitted copy(EvidenceSubmitted e, byte[] quote, EvidenceSubmitted signed) {
        return new EvidenceSubmitted(
                UUID.randomUUID(),
                e.nodeId(),
                e.nodePublicKey(),
                e.provider(),
                e.stakeAccount(),
                e.payee(),
                e.hpkePublicKey(),
                e.tlsSpkiSha256(),
                e.blockNumber(),
                quote,
                null,
                e.envelope(),
                e.nodeSignature(),
                signed.stakeSignature(),
                e.submittedTo(),
                e.submittedAt());
    }

    @Test
    void takesABlockUpToItsHighestAgeAndNotASecondLater() {
        assertThat(evidenceRules.block(100, Optional.of(BLOCK), BLOCK.time().plusSeconds(3600)))
                .isEmpty();
        assertThat(evidenceRules.block(100, Optional.of(BLOCK), BLOCK.time().plusSeconds(3601)))
                .contains(new EvidenceRefusal.BlockTooOld(100, BLOCK.time(), market.blockMaxAge()));
        assertThat(evidenceRules.block(100, Optional.empty(), NOW))
                .contains(new EvidenceRefusal.BlockNotFinalized(100));
    }

    @Test
    void signsOnlyPoliciesOfThisMarketThatItUnderstands() {
        assertThat(policyRules.signable(Samples.document(policy), Samples.activation(policy)))
                .isEmpty();
        assertUnacceptable("{\"version\":1,\"trustRoots\":[],\"surprise\":true}", "unknown rule surprise");
        assertUnacceptable("not json", "not a policy document");
        Policy foreign = Policy.standard(1, TrustRoot.intel().sha256()).build();
        assertUnacceptable(Samples.document(foreign), "trustRoots");
        assertUnacceptable(Samples.document(Samples.policyOf(PKI, 2).build()), "version 2, not 1");
        assertThat(policyRules.signable(Samples.document(policy) + " ", Samples.activation(policy)))
                .isPresent();
    }

    private void assertUnacceptable(String document, String reason) {
        PolicyActivation activation = new PolicyActivation(
                1, 1, Digests.sha256(document.getBytes(java.nio.charset.StandardCharsets.UTF_8)), 0);
        assertThat(policyRules.signable(document, activation))
                .get()
                .isInstanceOfSatisfying(
                        PolicyRefusal.Unacceptable.class,
                        refusal -> assertThat(refusal.reason()).contains(reason));
    }

    @Test
    void believesAnActivationOnlyWithAQuorum() {
        assertThat(policyRules.isActivated(activated(Samples.VALIDATOR))).isTrue();
        assertThat(policyRules.isActivated(activated(Samples.key(9)))).isFalse();
        assertThat(policyRules.isActivated(new PolicyActivated(
                        Samples.document(Samples.policyOf(PKI, 2).build()),
                        Samples.activation(policy),
                        activated(Samples.VALIDATOR).signatures())))
                .isFalse();
    }

    private PolicyActivated activated(SigningKey signer) {
        PolicyActivation activation = Samples.activation(policy);
        return new PolicyActivated(
                Samples.document(policy),
                activation,
                List.of(new SignedBy(Samples.VALIDATOR.address(), activation.sign(signer, market.domains()))));
    }

    @Test
    void refusesASimulatedRootOutsideTheLocalProfile() {
        String local = Samples.marketJson(PKI);
        String production =
                local.replace("\"profile\": \"local\"", "\"profile\": \"prod\"").replace("SIMULATED", "INTEL");
        Optional<Bytes> pem = Optional.of(PKI.rootPem());

        assertThat(TrustRoots.of(Samples.marketFile(local), pem)).isEqualTo(PKI.trustRoot());
        assertThatThrownBy(() -> TrustRoots.of(Samples.marketFile(production), pem))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("pinned in code");
    }

    @Test
    void pinsIntelsRootAndComparesItWithTheMarket() {
        String intel = Samples.marketJson(PKI)
                .replace("\"profile\": \"local\"", "\"profile\": \"prod\"")
                .replace("SIMULATED", "INTEL")
                .replace(
                        PKI.trustRoot().sha256().hex(),
                        TrustRoot.intel().sha256().hex());

        assertThat(TrustRoots.of(Samples.marketFile(intel), Optional.empty())).isEqualTo(TrustRoot.intel());
        assertThatThrownBy(() -> TrustRoots.of(Samples.marketFile(Samples.marketJson(PKI)), Optional.empty()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("but the market's is");
    }

    @Test
    void refusesAKeyThatIsNoValidator() {
        assertThatThrownBy(() -> new ValidatorKey(Samples.key(9), market))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not in the market's validator set");
    }
}
