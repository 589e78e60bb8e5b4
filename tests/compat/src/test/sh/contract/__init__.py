"""The cases of fs-contract: modules of functions that are registered with contract.core.case."""
