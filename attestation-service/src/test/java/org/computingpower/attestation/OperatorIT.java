package org.computingpower.attestation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.computingpower.sgx.dcap.appraise.Policy;
import org.computingpower.terms.Digests;
import org.computingpower.terms.Signature;
import org.computingpower.terms.signed.PolicyActivation;
import org.junit.jupiter.api.Test;

/** What a validator's operator may do and see. */
@QuarkusTest
class OperatorIT extends RunningValidator {
    @Test
    void signsOneDocumentPerPolicyVersionForTheOperatorOnly() {
        Policy second = Samples.policyOf(Samples.PKI, 2).build();
        Policy other =
                Samples.policyOf(Samples.PKI, 2).minTcbEvaluationDataNumber(1).build();
        String signature = sign(second).statusCode(201).extract().path("signature");
        assertThat(Samples.activation(second)
                        .isSignedBy(Samples.VALIDATOR.address(), Signature.parse(signature), market.domains()))
                .isTrue();
        sign(second).statusCode(201).body("signature", equalTo(signature));
        sign(other).statusCode(409).body("type", AttestationClient.problem("policy-version-signed"));
        PolicyActivation unparsable =
                new PolicyActivation(1, 3, Digests.sha256("{}".getBytes(StandardCharsets.UTF_8)), 0);
        client.as("operator", "operator")
                .body(Map.of("document", "{}", "activation", unparsable))
                .post(AttestationClient.BASE + "/policies/signatures")
                .then()
                .statusCode(422)
                .body("type", AttestationClient.problem("policy-not-signable"));
        client.as("provider-1", "provider")
                .body(Map.of("document", "{}", "activation", unparsable))
                .post(AttestationClient.BASE + "/policies/signatures")
                .then()
                .statusCode(403);
    }

    private ValidatableResponse sign(Policy policy) {
        return client.as("operator", "operator")
                .body(Map.of("document", Samples.document(policy), "activation", Samples.activation(policy)))
                .post(AttestationClient.BASE + "/policies/signatures")
                .then();
    }

    @Test
    void showsCollateralToValidatorsAndOperatorsOnly() {
        client.as("user-1", "user")
                .get(AttestationClient.BASE + "/collateral")
                .then()
                .statusCode(403);
        client.as("operator", "operator")
                .get(AttestationClient.BASE + "/collateral")
                .then()
                .statusCode(200);
    }
}
