// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AttestationRecord, NodeRegistry} from "../src/NodeRegistry.sol";
import {OrderEscrow} from "../src/OrderEscrow.sol";
import {StakeManager} from "../src/StakeManager.sol";
import {SetChange, ValidatorSet} from "../src/ValidatorSet.sol";
import {FeeMath} from "../src/lib/FeeMath.sol";
import {NodeKey} from "../src/lib/NodeKey.sol";
import {Order, OrderTypes, SettlementBatch, SettlementItem} from "../src/lib/OrderTypes.sol";
import {Commit, PowerVerdict, RoundCall, Slash, StakeTypes} from "../src/lib/StakeTypes.sol";
import {Market} from "./support/Market.sol";

interface Etch {
    function etch(address target, bytes calldata code) external;
}

/// @notice Golden vectors that the Java library `market-terms` wrote: both sides must hash, sign and round alike.
contract VectorsTest is Market {
    string private constant FOLDER = "../libs/market-terms/src/test/resources/vectors/";

    string private _json;
    address private _signer;

    function setUp() public override {
        super.setUp();
        _json = vm.readFile(string.concat(FOLDER, "eip712.json"));
        _signer = vm.parseJsonAddress(_json, ".signer");
        vm.chainId(vm.parseJsonUint(_json, ".chainId"));
        // The domain follows the address, so the same code at the vectors' addresses must sign as they do.
        escrow = OrderEscrow(_moved(address(escrow), "OrderEscrow"));
        stakes = StakeManager(_moved(address(stakes), "StakeManager"));
        registry = NodeRegistry(_moved(address(registry), "NodeRegistry"));
        validators = ValidatorSet(_moved(address(validators), "ValidatorSet"));
    }

    function test_domainSeparatorsAreEqual() public view {
        same(escrow.domainSeparator(), _separator("OrderEscrow"), "OrderEscrow");
        same(stakes.domainSeparator(), _separator("StakeManager"), "StakeManager");
        same(registry.domainSeparator(), _separator("NodeRegistry"), "NodeRegistry");
        same(validators.domainSeparator(), _separator("ValidatorSet"), "ValidatorSet");
    }

    function test_typeHashesAreEqual() public view {
        _checkTypeHash("Order", OrderTypes.ORDER_TYPEHASH);
        _checkTypeHash("SettlementBatch", OrderTypes.BATCH_TYPEHASH);
        _checkTypeHash("Commit", StakeTypes.COMMIT_TYPEHASH);
        _checkTypeHash("PowerVerdict", StakeTypes.VERDICT_TYPEHASH);
        _checkTypeHash("RoundCall", StakeTypes.ROUND_CALL_TYPEHASH);
        _checkTypeHash("Slash", StakeTypes.SLASH_TYPEHASH);
        _checkTypeHash("AttestationRecord", registry.RECORD_TYPEHASH());
        _checkTypeHash("SetChange", validators.SET_CHANGE_TYPEHASH());
    }

    function test_orderIdAndDigestAreEqual() public view {
        Order memory order = abi.decode(_fields("Order"), (Order));
        same(escrow.orderIdOf(order), _hash("Order", "structHash"), "orderId");
        _checkDigest("Order", escrow.orderDigest(order));
    }

    function test_batchDigestIsEqual() public view {
        SettlementBatch memory batch;
        batch.setVersion = uint64(_uint("SettlementBatch", "setVersion"));
        batch.batchNo = uint64(_uint("SettlementBatch", "batchNo"));
        batch.asOfEpoch = uint64(_uint("SettlementBatch", "asOfEpoch"));
        batch.items = new SettlementItem[](3);
        for (uint256 i = 0; i < 3; ++i) {
            string memory path = string.concat(".types.SettlementBatch.fields.items[", vm.toString(i), "]");
            batch.items[i] = item(
                vm.parseJsonBytes32(_json, string.concat(path, ".orderId")),
                vm.parseJsonUint(_json, string.concat(path, ".releasedCum")),
                vm.parseJsonUint(_json, string.concat(path, ".refundedCum")),
                vm.parseJsonBool(_json, string.concat(path, ".isFinal"))
            );
        }
        _checkDigest("SettlementBatch", escrow.batchDigest(batch));
    }

    function test_stakeDigestsAreEqual() public view {
        _checkDigest("Commit", stakes.commitDigest(abi.decode(_fields("Commit"), (Commit))));
        _checkDigest("PowerVerdict", stakes.verdictDigest(abi.decode(_fields("PowerVerdict"), (PowerVerdict))));
        _checkDigest("Slash", stakes.slashDigest(abi.decode(_fields("Slash"), (Slash))));
        RoundCall memory call;
        call.setVersion = uint64(_uint("RoundCall", "setVersion"));
        call.epoch = uint64(_uint("RoundCall", "epoch"));
        call.part = uint8(_uint("RoundCall", "part"));
        call.signers = vm.parseJsonAddressArray(_json, ".types.RoundCall.fields.signers");
        _checkDigest("RoundCall", stakes.callDigest(call));
    }

    function test_recordAndChangeDigestsAreEqual() public view {
        _checkDigest(
            "AttestationRecord", registry.recordDigest(abi.decode(_fields("AttestationRecord"), (AttestationRecord)))
        );
        _checkDigest("SetChange", validators.changeDigest(abi.decode(_fields("SetChange"), (SetChange))));
    }

    function test_feesAreEqual() public view {
        string memory json = vm.readFile(string.concat(FOLDER, "fees.json"));
        uint256 count = 0;
        for (;; ++count) {
            string memory path = string.concat(".fees[", vm.toString(count), "]");
            if (!vm.keyExistsJson(json, path)) break;
            uint256 released = vm.parseJsonUint(json, string.concat(path, ".releasedCum"));
            uint256 fee = FeeMath.fee(released, vm.parseJsonUint(json, string.concat(path, ".feeBps")));
            same(fee, vm.parseJsonUint(json, string.concat(path, ".feeCum")), "fee");
            same(released - fee, vm.parseJsonUint(json, string.concat(path, ".providerCum")), "provider");
        }
        isTrue(count >= 20, "vectors read");
    }

    function test_nodeIdIsEqual() public view {
        string memory json = vm.readFile(string.concat(FOLDER, "binding.json"));
        (bytes32 x, bytes32 y) = abi.decode(vm.parseJsonBytes(json, ".binding.nodeKey"), (bytes32, bytes32));
        same(NodeKey.nodeId(x, y), vm.parseJsonBytes32(json, ".nodeId"), "nodeId");
        isTrue(NodeKey.isOnCurve(x, y), "on the curve");
    }

    function _moved(address from, string memory name) private returns (address to) {
        to = vm.parseJsonAddress(_json, string.concat(".contracts.", name));
        Etch(address(vm)).etch(to, from.code);
    }

    function _separator(string memory name) private view returns (bytes32) {
        return vm.parseJsonBytes32(_json, string.concat(".domainSeparators.", name));
    }

    function _hash(string memory typeName, string memory key) private view returns (bytes32) {
        return vm.parseJsonBytes32(_json, string.concat(".types.", typeName, ".", key));
    }

    function _uint(string memory typeName, string memory field) private view returns (uint256) {
        return vm.parseJsonUint(_json, string.concat(".types.", typeName, ".fields.", field));
    }

    /// @dev The encoded data without the type hash: of a struct of single words this is its ABI form.
    function _fields(string memory typeName) private view returns (bytes memory fields) {
        bytes memory data = vm.parseJsonBytes(_json, string.concat(".types.", typeName, ".encodedData"));
        fields = new bytes(data.length - 32);
        for (uint256 i = 0; i < fields.length; ++i) {
            fields[i] = data[i + 32];
        }
    }

    function _checkTypeHash(string memory typeName, bytes32 typeHash) private view {
        same(typeHash, _hash(typeName, "typeHash"), typeName);
    }

    function _checkDigest(string memory typeName, bytes32 digest) private view {
        same(digest, _hash(typeName, "digest"), typeName);
        bytes memory signature = vm.parseJsonBytes(_json, string.concat(".types.", typeName, ".signature"));
        (bytes32 r, bytes32 s) = (bytes32(0), bytes32(0));
        assembly ("memory-safe") {
            r := mload(add(signature, 32))
            s := mload(add(signature, 64))
        }
        same(ecrecover(digest, uint8(signature[64]), r, s), _signer, "signer");
    }
}
