// What mongosh gives a script, as far as the scripts of orogen-backup use it: mongosh.js FILE ... --eval SCRIPT
const fs = require('fs');

const [file] = process.argv.slice(2);
const state = JSON.parse(fs.readFileSync(file, 'utf8'));
const save = () => fs.writeFileSync(file, JSON.stringify(state));
const print = console.log;

function cursor(found) {
  return {
    sort(by) {
      const [[key, direction]] = Object.entries(by);
      return cursor([...found].sort((one, other) => direction * (one[key] - other[key])));
    },
    limit: (most) => cursor(found.slice(0, most)),
    // Binary data has a method that tells its length.
    toArray: () => found.map((each) => (each.data === undefined ? each : { ...each, data: { length: () => each.data.length } })),
  };
}

function collection(database, name) {
  return {
    countDocuments: () => database[name].length,
    drop() {
      delete database[name];
      save();
    },
    renameCollection(to) {
      if (to in database || !(name in database)) throw new Error(`cannot rename ${name} to ${to}`);
      database[to] = database[name];
      delete database[name];
      save();
    },
    find: (wanted = {}) =>
      cursor(database[name].filter((each) => Object.entries(wanted).every(([key, value]) => each[key] === value))),
  };
}

function connect() {
  return {
    getSiblingDB: (name) => ({
      hello: () => ({ primary: 'files1:27017' }),
      getCollectionNames: () => Object.keys(state[name] || {}),
      getCollection: (each) => collection(state[name], each),
    }),
  };
}

eval(process.argv[process.argv.indexOf('--eval') + 1]);
