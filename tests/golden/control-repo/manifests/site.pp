# What a node is comes from its certificate name and this repository's inventory alone. Facts are never asked: a node
# can lie in them. The hash's keys are the variables of hiera.yaml.
$orogen = profile::node($trusted['certname'])

contain $orogen['role']
