// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AttestationRecord, Node, NodeRegistry} from "../src/NodeRegistry.sol";
import {ValidatorSet} from "../src/ValidatorSet.sol";
import {IValidatorSet} from "../src/interfaces/IValidatorSet.sol";
import {NodeKey} from "../src/lib/NodeKey.sol";
import {Market} from "./support/Market.sol";

contract NodeRegistryTest is Market {
    function record(AttestationRecord memory r) private {
        registry.recordAttestation(r, quorum(registry.recordDigest(r)));
    }

    function refuses(AttestationRecord memory r, bytes memory revertData) private {
        bytes[] memory signatures = quorum(registry.recordDigest(r));
        vm.expectRevert(revertData);
        registry.recordAttestation(r, signatures);
    }

    function test_recordsANodeWithItsKeyAndAccounts() public view {
        Node memory node = registry.node(nodeId);
        same(node.provider, provider, "provider");
        same(node.stakeAccount, stakeAccount, "stakeAccount");
        same(node.payee, payee, "payee");
        same(node.nodeKey, vm.addr(NODE_KEY), "key address");
        same(node.seq, 1, "seq");
        same(node.tcbEvaluationDataNumber, 17, "tcbEvaluationDataNumber");
        same(node.quoteHash, keccak256("quote"), "quoteHash");
        same(registry.nodeKeyOf(nodeId), vm.addr(NODE_KEY), "nodeKeyOf");
        same(NodeKey.nodeId(node.nodeKeyX, node.nodeKeyY), nodeId, "nodeId");
    }

    function test_anOlderRecordCannotComeBackAfterARevocation() public {
        AttestationRecord memory revoked = recordOf(NODE_KEY, 2);
        revoked.tcbStatus = 6;
        revoked.validUntil = revoked.verifiedAt;
        record(revoked);
        same(registry.node(nodeId).tcbStatus, 6, "revoked");
        refuses(recordOf(NODE_KEY, 1), abi.encodeWithSelector(NodeRegistry.WrongSeq.selector, 1, 3));
        refuses(recordOf(NODE_KEY, 2), abi.encodeWithSelector(NodeRegistry.WrongSeq.selector, 2, 3));
        refuses(recordOf(NODE_KEY, 4), abi.encodeWithSelector(NodeRegistry.WrongSeq.selector, 4, 3));
    }

    function test_updatesAccountsButNeverTheProvider() public {
        AttestationRecord memory r = recordOf(NODE_KEY, 2);
        r.payee = stranger;
        r.stakeAccount = stranger;
        vm.expectEmit(address(registry));
        emit NodeRegistry.NodeRecorded(
            3,
            nodeId,
            2,
            provider,
            stranger,
            stranger,
            r.nodeKeyX,
            r.nodeKeyY,
            r.quoteHash,
            0,
            0,
            17,
            r.blockNumber,
            r.verifiedAt,
            r.validUntil
        );
        record(r);
        same(registry.node(nodeId).payee, stranger, "payee");
        r = recordOf(NODE_KEY, 3);
        r.provider = stranger;
        refuses(r, abi.encodeWithSelector(NodeRegistry.ProviderChanged.selector, stranger, provider));
    }

    function test_refusesForeignKeysRootsBlocksTimesAndCodes() public {
        AttestationRecord memory r = recordOf(NODE_KEY, 2);
        r.nodeId = keccak256("another");
        refuses(r, abi.encodeWithSelector(NodeRegistry.WrongNodeId.selector, r.nodeId, nodeId));
        r = recordOf(NODE_KEY, 2);
        r.trustRootHash = keccak256("another root");
        refuses(r, abi.encodeWithSelector(NodeRegistry.WrongTrustRoot.selector, r.trustRootHash));
        r = recordOf(NODE_KEY, 2);
        r.blockNumber = 999;
        refuses(r, abi.encodeWithSelector(NodeRegistry.OlderBlock.selector, 999, 1000));
        r = recordOf(NODE_KEY, 2);
        r.verifiedAt = uint64(START + 1);
        refuses(r, abi.encodeWithSelector(NodeRegistry.TimesOutOfRange.selector, START + 1, START + 30 days));
        r = recordOf(NODE_KEY, 2);
        r.validUntil = uint64(START - 1);
        refuses(r, abi.encodeWithSelector(NodeRegistry.TimesOutOfRange.selector, START, START - 1));
        r.validUntil = uint64(START + 30 days + 1);
        refuses(r, abi.encodeWithSelector(NodeRegistry.TimesOutOfRange.selector, START, START + 30 days + 1));
        r = recordOf(NODE_KEY, 2);
        r.teeType = 2;
        refuses(r, abi.encodeWithSelector(NodeRegistry.UnknownCode.selector, 2, 0));
        r.teeType = 1;
        r.tcbStatus = 9;
        refuses(r, abi.encodeWithSelector(NodeRegistry.UnknownCode.selector, 1, 9));
    }

    function test_refusesZeroParties() public {
        AttestationRecord memory r = recordOf(NODE_KEY, 2);
        r.payee = address(0);
        refuses(r, abi.encodeWithSelector(NodeRegistry.ZeroParty.selector));
        r = recordOf(NODE_KEY, 2);
        r.stakeAccount = address(0);
        refuses(r, abi.encodeWithSelector(NodeRegistry.ZeroParty.selector));
        r = recordOf(0xD00D, 1);
        r.provider = address(0);
        refuses(r, abi.encodeWithSelector(NodeRegistry.ZeroParty.selector));
    }

    function test_refusesAKeyThatIsNoPoint() public {
        AttestationRecord memory r = recordOf(NODE_KEY, 1);
        r.nodeKeyY = bytes32(uint256(r.nodeKeyY) ^ 1);
        r.nodeId = NodeKey.nodeId(r.nodeKeyX, r.nodeKeyY);
        refuses(r, abi.encodeWithSelector(NodeRegistry.NodeKeyNotOnCurve.selector));
        r.nodeKeyX = bytes32(type(uint256).max);
        r.nodeId = NodeKey.nodeId(r.nodeKeyX, r.nodeKeyY);
        refuses(r, abi.encodeWithSelector(NodeRegistry.NodeKeyNotOnCurve.selector));
    }

    /// @dev A point has one name: neither coordinate may be given as itself plus the field's prime.
    function test_refusesACoordinateBeyondTheField() public pure {
        uint256 prime = type(uint256).max - (1 << 32) - 976;
        bytes32 y = 0x4218f20ae6c646b363db68605822fb14264ca8d2587fdd6fbc750d587e76a7ee;
        isTrue(NodeKey.isOnCurve(bytes32(uint256(1)), y), "x = 1 is a point");
        isFalse(NodeKey.isOnCurve(bytes32(prime + 1), y), "x beyond");
        bytes32 x = 0xc8b492e17665b9e65e4a124661e1103f1aebfcc849dcd94f7688dcf149f6f4f2;
        isTrue(NodeKey.isOnCurve(x, bytes32(uint256(6))), "y = 6 is a point");
        isFalse(NodeKey.isOnCurve(x, bytes32(prime + 6)), "y beyond");
    }

    function test_refusesARecordWithoutQuorumOrUnderAnotherDomain() public {
        AttestationRecord memory r = recordOf(NODE_KEY, 2);
        bytes[] memory signatures = quorum(registry.recordDigest(r), 2);
        vm.expectRevert(abi.encodeWithSelector(ValidatorSet.NotEnoughSignatures.selector, 2, 3));
        registry.recordAttestation(r, signatures);
        NodeRegistry other = new NodeRegistry(validators, ROOT);
        signatures = quorum(other.recordDigest(r));
        vm.expectRevert();
        registry.recordAttestation(r, signatures);
    }

    function test_isUnusableUntilTheMarketFileIsBoundOnce() public {
        NodeRegistry fresh = new NodeRegistry(validators, ROOT);
        AttestationRecord memory r = recordOf(NODE_KEY, 1);
        bytes[] memory signatures = quorum(fresh.recordDigest(r));
        vm.expectRevert(NodeRegistry.MarketFileNotSet.selector);
        fresh.recordAttestation(r, signatures);
        vm.expectRevert(NodeRegistry.ZeroValue.selector);
        fresh.setMarketFileHash(0);
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(NodeRegistry.NotDeployer.selector, stranger));
        fresh.setMarketFileHash(keccak256("file"));
        fresh.setMarketFileHash(keccak256("file"));
        same(fresh.marketFileHash(), keccak256("file"), "hash");
        vm.expectRevert(NodeRegistry.MarketFileAlreadySet.selector);
        fresh.setMarketFileHash(keccak256("another file"));
        fresh.recordAttestation(r, signatures);
        same(fresh.lastEventSeq(), 2, "dense events");
    }

    function test_refusesToBeDeployedWithoutRootOrValidators() public {
        vm.expectRevert(NodeRegistry.ZeroValue.selector);
        new NodeRegistry(validators, 0);
        vm.expectRevert(NodeRegistry.ZeroValue.selector);
        new NodeRegistry(IValidatorSet(address(0)), ROOT);
    }
}
