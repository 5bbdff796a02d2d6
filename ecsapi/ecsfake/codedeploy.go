package ecsfake

var codeDeployOperations = map[string]operation{}
