import { measureLeaderboards } from "#bench/leaderboard";
console.log(JSON.stringify(await measureLeaderboards(process.argv.slice(2).map(Number)), null, 1));
